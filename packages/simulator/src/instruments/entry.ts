/** An instrument as people write it: in decimals, with its class, and only what differs from the class. */

import {
  fromDecimal,
  MAX_PRECISION,
  powerOfTen,
  SCALED_LIMIT,
  scaledPrice,
  scaledSize,
  TapedeckError,
  toDecimal,
  type Instrument,
  type TimeZone,
} from '@tapedeck/protocol'
import { ROUND_THE_CLOCK } from '../calendar/calendar.ts'
import { INSTRUMENT_CLASSES, type ClassName, type InstrumentClass } from './classes.ts'
import type { NumberParameter } from './parameters.ts'
import {
  checkSimulated,
  type SeasonName,
  type SimulatedInstrument,
  type SimulationParameters,
  type Spread,
} from './simulated-instrument.ts'

/** What {@link ENTRY_FIELDS} explains. Prices and sizes are decimals. */
export interface InstrumentEntry extends Partial<Readonly<Record<NumberParameter, number>>> {
  readonly symbol: string
  readonly class: ClassName
  readonly price: number
  readonly tickSize: number
  readonly size: number
  readonly id?: number
  readonly name?: string
  readonly venue?: string
  readonly assetClass?: Instrument['assetClass']
  readonly currency?: string
  readonly pricePrecision?: number
  readonly restingSize?: number
  readonly sizeIncrement?: number
  readonly sizePrecision?: number
  readonly lotSize?: number
  readonly barSource?: Instrument['barSource']
  /** `17:00 America/New_York`. */
  readonly dayStart?: string
  readonly calendar?: string
  readonly halfSpread?: number
  readonly eta?: number
  readonly season?: SeasonName
  readonly factor?: string | null
}

/** A limit order is so many typical trades, where nothing else is said. */
const RESTING_OVER_TYPICAL = 4
/** A typical trade has at least so many increments, where nothing else is said. */
const INCREMENTS_OF_SIZE = 1e6
const FINEST_DEFAULT_INCREMENT = 8
const NARROWEST_HALF_SPREAD = 0.5

/** Makes the instrument that is meant. Throws `BAD_INSTRUMENT`, whose `details` are `{ symbol, field, value, rule }`. */
export function buildInstrument(entry: InstrumentEntry, id: number): SimulatedInstrument {
  const kind = INSTRUMENT_CLASSES[entry.class]
  const instrument = instrumentOf(entry, kind, id)
  return checkSimulated({ instrument, parameters: parametersOf(entry, kind, instrument) })
}

function instrumentOf(entry: InstrumentEntry, kind: InstrumentClass, id: number): Instrument {
  const { symbol, tickSize } = entry
  const pricePrecision = entry.pricePrecision ?? decimalsOf(tickSize)
  const sizeIncrement = entry.sizeIncrement ?? kind.sizeIncrement ?? incrementFor(entry.size)
  const sizePrecision = entry.sizePrecision ?? decimalsOf(sizeIncrement)
  const lotSize = entry.lotSize ?? kind.lotSize ?? sizeIncrement
  const increment = exactly(symbol, 'sizeIncrement', sizeIncrement, sizePrecision)
  const lot = exactly(symbol, 'lotSize', lotSize, sizePrecision)
  if (lot % increment !== 0) reject(symbol, 'lotSize', lotSize, `must be a multiple of sizeIncrement ${sizeIncrement}`)
  const [time = '', timeZone = ''] = entry.dayStart?.split(' ') ?? []
  return {
    id,
    symbol,
    name: entry.name ?? symbol,
    venue: entry.venue ?? kind.venue,
    assetClass: entry.assetClass ?? kind.assetClass,
    currency: entry.currency ?? kind.currency ?? symbol.slice(-3),
    pricePrecision,
    tickSize: scaledPrice(exactly(symbol, 'tickSize', tickSize, pricePrecision)),
    sizePrecision,
    sizeIncrement: scaledSize(increment),
    lotSize: scaledSize(lot),
    barSource: entry.barSource ?? kind.barSource,
    dayStart: entry.dayStart === undefined ? kind.dayStart : { time, timeZone: timeZone as TimeZone },
    calendar: entry.calendar ?? ROUND_THE_CLOCK.name,
  }
}

/** A step: the decimal that its precision can say. */
function exactly(
  symbol: string,
  field: 'tickSize' | 'sizeIncrement' | 'lotSize',
  value: number,
  precision: number,
): number {
  const scaled = nearly(symbol, field, value, precision)
  if (toDecimal(scaled, precision) === value) return scaled
  return reject(symbol, field, value, `has more than ${precision} decimals`)
}

/** A figure near which something is: rounded to its precision. */
function nearly(symbol: string, field: keyof InstrumentEntry, value: number, precision: number): number {
  if (value * powerOfTen(precision) < SCALED_LIMIT - 1) return fromDecimal(value, precision)
  return reject(symbol, field, value, `is too large to have ${precision} decimals`)
}

function reject(symbol: string, field: keyof InstrumentEntry, value: number, rule: string): never {
  throw new TapedeckError('BAD_INSTRUMENT', `instrument ${symbol}: ${field} ${value} ${rule}`, {
    symbol,
    field,
    value,
    rule,
  })
}

function parametersOf(entry: InstrumentEntry, kind: InstrumentClass, instrument: Instrument): SimulationParameters {
  const number = (name: NumberParameter): number => entry[name] ?? kind[name]
  const { symbol, pricePrecision, sizePrecision } = instrument
  const restingSize = entry.restingSize ?? RESTING_OVER_TYPICAL * entry.size
  return {
    referencePrice: scaledPrice(nearly(symbol, 'price', entry.price, pricePrecision)),
    tradesPerSecond: number('tradesPerSecond'),
    ordersPerTrade: number('ordersPerTrade'),
    dailyVolatility: number('dailyVolatility'),
    volatilityContrast: number('volatilityContrast'),
    tailIndex: number('tailIndex'),
    leverageFast: number('leverageFast'),
    leverageSlow: number('leverageSlow'),
    spread: spreadOf(entry, kind),
    typicalSize: scaledSize(nearly(symbol, 'size', entry.size, sizePrecision)),
    restingSize: scaledSize(nearly(symbol, 'restingSize', restingSize, sizePrecision)),
    season: entry.season ?? kind.season,
    // what never closes has no opening gap
    overnightShare: entry.overnightShare ?? (instrument.calendar === ROUND_THE_CLOCK.name ? 0 : kind.overnightShare),
    factor: entry.factor === undefined ? kind.factor : entry.factor,
    factorLoading: number('factorLoading'),
  }
}

function spreadOf({ halfSpread, eta, price, tickSize }: InstrumentEntry, kind: InstrumentClass): Spread {
  if (halfSpread !== undefined) return { kind: 'half', ticks: halfSpread }
  if (eta !== undefined || kind.halfSpread === null) return { kind: 'zone', eta: eta ?? kind.eta ?? 0 }
  const ticks = (kind.halfSpread * price) / tickSize
  return { kind: 'half', ticks: Math.max(NARROWEST_HALF_SPREAD, Math.round(ticks * 100) / 100) }
}

/** A power of ten, 1 at most. */
function incrementFor(size: number): number {
  for (let precision = 0; precision < FINEST_DEFAULT_INCREMENT; precision++) {
    if (size * powerOfTen(precision) >= INCREMENTS_OF_SIZE) return 1 / powerOfTen(precision)
  }
  return 1 / powerOfTen(FINEST_DEFAULT_INCREMENT)
}

/** Decimals that a number has where people write it, 12 at most: of 0.00001 it is 5. */
function decimalsOf(decimal: number): number {
  const [digits = '', exponent = '0'] = String(decimal).split('e')
  const fraction = digits.split('.')[1] ?? ''
  return Math.min(MAX_PRECISION, Math.max(0, fraction.length - Number(exponent)))
}
