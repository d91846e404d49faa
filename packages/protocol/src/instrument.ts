/** What is traded: the static data of an instrument, and the checks that hold for every one. */

import { TapedeckError } from './errors.ts'
import { TIME_ZONES, type TimeZone } from './time-zone.ts'
import { MAX_PRECISION, SCALED_LIMIT, type ScaledPrice, type ScaledSize } from './units.ts'

/** Kinds of instrument. An index is quoted as a CFD. */
export const ASSET_CLASSES = ['equity', 'fx', 'crypto', 'index'] as const
export type AssetClass = (typeof ASSET_CLASSES)[number]

/** What a bar's open, high, low and close are made of. */
export const BAR_SOURCES = ['trade', 'mid'] as const
export type BarSource = (typeof BAR_SOURCES)[number]

/** When the day of an instrument begins: its statistics start anew and its 1d bar opens. */
export interface DayStart {
  /** `HH:MM`, 24 hours. */
  readonly time: string
  readonly timeZone: TimeZone
}

/** Static data of what is traded. Precisions never change under one id. */
export interface Instrument {
  /** From 1; never used again within a tape. */
  readonly id: number
  readonly symbol: string
  /** What people call it: `Bitcoin / US dollar`. */
  readonly name: string
  readonly venue: string
  readonly assetClass: AssetClass
  /** The currency of prices and notional. */
  readonly currency: string
  /** Decimals of a price, 0 to 12. */
  readonly pricePrecision: number
  /** Smallest price step, in units of 10^-pricePrecision. */
  readonly tickSize: ScaledPrice
  /** Decimals of a size, 0 to 12. */
  readonly sizePrecision: number
  /** Smallest size step, in units of 10^-sizePrecision. */
  readonly sizeIncrement: ScaledSize
  /** Board lot, in units of 10^-sizePrecision. */
  readonly lotSize: ScaledSize
  readonly barSource: BarSource
  readonly dayStart: DayStart
  /** Name of the calendar of sessions; `24/7` has none. */
  readonly calendar: string
  /** The id that this instrument takes over from: a rename, or a split that changed precisions. */
  readonly replaces?: number
}

/** Symbols are letters, digits, and `. _ - :` between them; 32 at most. They appear in room names, URLs and file names. */
export const SYMBOL_PATTERN: RegExp = /^[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,30}[A-Za-z0-9])?$/

const DAY_START_TIME = /^([01]\d|2[0-3]):[0-5]\d$/
const LONGEST_NAME = 100
const LONGEST_WORD = 32

/** Checks what types cannot say. Throws `BAD_INSTRUMENT` naming the symbol, field and rule; `details.field` is the field. */
export function checkInstrument(instrument: Instrument): Instrument {
  const reject = (field: keyof Instrument, rule: string): never => {
    const value = instrument[field]
    const text = typeof value === 'number' ? String(value) : JSON.stringify(value)
    throw new TapedeckError('BAD_INSTRUMENT', `instrument ${instrument.symbol}: ${field} ${text} ${rule}`, {
      symbol: instrument.symbol,
      field,
      value,
    })
  }
  const checkText = (field: 'name' | 'venue' | 'currency' | 'calendar', longest: number): void => {
    const { length } = instrument[field]
    if (length < 1 || length > longest) reject(field, `must be 1 to ${longest} characters`)
  }
  const checkOneOf = (field: 'assetClass' | 'barSource', known: readonly string[]): void => {
    if (!known.includes(instrument[field])) reject(field, `must be one of ${known.join(', ')}`)
  }

  if (!SYMBOL_PATTERN.test(instrument.symbol))
    reject('symbol', 'must be 1 to 32 letters, digits or . _ - : between them')
  if (!isId(instrument.id)) reject('id', 'must be a whole number from 1 to 4294967295')
  checkText('name', LONGEST_NAME)
  checkText('venue', LONGEST_WORD)
  checkText('currency', LONGEST_WORD)
  checkText('calendar', LONGEST_WORD)
  checkOneOf('assetClass', ASSET_CLASSES)
  checkOneOf('barSource', BAR_SOURCES)
  for (const field of ['pricePrecision', 'sizePrecision'] as const) {
    const precision = instrument[field]
    if (!Number.isInteger(precision) || precision < 0 || precision > MAX_PRECISION) {
      reject(field, `must be a whole number from 0 to ${MAX_PRECISION}`)
    }
  }
  for (const field of ['tickSize', 'sizeIncrement', 'lotSize'] as const) {
    const step = instrument[field]
    if (!Number.isInteger(step) || step <= 0 || step >= SCALED_LIMIT) {
      reject(field, 'must be a whole number above 0 and below 10^15')
    }
  }
  if (instrument.lotSize % instrument.sizeIncrement !== 0) reject('lotSize', 'must be a multiple of sizeIncrement')
  if (!DAY_START_TIME.test(instrument.dayStart.time)) reject('dayStart', 'must have a time of the form HH:MM')
  if (!TIME_ZONES.includes(instrument.dayStart.timeZone)) {
    reject('dayStart', `must have a time zone of ${TIME_ZONES.join(', ')}`)
  }
  const { replaces } = instrument
  if (replaces !== undefined && (!isId(replaces) || replaces === instrument.id)) {
    reject('replaces', 'must be the id of another instrument')
  }
  return instrument
}

function isId(n: number): boolean {
  return Number.isInteger(n) && n >= 1 && n <= 0xffff_ffff
}
