/** The keys of an instrument in an instruments file: what each means, its range, and what holds where it is left out. */

import { ASSET_CLASSES, BAR_SOURCES, MAX_PRECISION, SYMBOL_PATTERN, TIME_ZONES } from '@tapedeck/protocol'
import type { DefaultedField, Field, RequiredField } from '../forms/field.ts'
import { CLASS_NAMES } from './classes.ts'
import type { InstrumentEntry } from './entry.ts'
import { ETA_FIELD, HALF_SPREAD_FIELD, NUMBER_PARAMETERS, type NumberParameter } from './parameters.ts'
import { SEASONS } from './simulated-instrument.ts'

const OF_CLASS = 'that of the class'
const LARGEST = 1e12
const SMALLEST = 1e-12

const decimal = { kind: 'number', min: SMALLEST, max: LARGEST } as const
const precision = { kind: 'number', whole: true, min: 0, max: MAX_PRECISION } as const

/** What a symbol may be. */
export const SYMBOL_FIELD: Field & { readonly kind: 'text' } = {
  kind: 'text',
  most: 32,
  pattern: SYMBOL_PATTERN,
  form: '1 to 32 letters and digits, with . _ - : between them',
  meaning: 'Its name on the tape.',
}

/** A key that may be left out, and one that may not, as the type says. */
type EntryField<Key extends keyof InstrumentEntry> = undefined extends InstrumentEntry[Key]
  ? DefaultedField
  : RequiredField

export const ENTRY_FIELDS: { readonly [Key in keyof Required<InstrumentEntry>]: EntryField<Key> } = {
  symbol: SYMBOL_FIELD as RequiredField,
  class: { kind: 'choice', of: CLASS_NAMES, meaning: 'What it is like: see the classes below.' },
  price: { ...decimal, meaning: 'The price near which it starts.' },
  tickSize: { ...decimal, meaning: 'Smallest price step.' },
  size: { ...decimal, meaning: 'Median size of a trade.' },
  id: {
    kind: 'number',
    whole: true,
    min: 1,
    max: 0xffff_ffff,
    otherwise: 'the next that is free',
    meaning: 'Its number on the tape.',
  },
  name: { kind: 'text', most: 100, otherwise: 'the symbol', meaning: 'What people call it.' },
  venue: { kind: 'text', most: 32, otherwise: OF_CLASS, meaning: 'Where it trades.' },
  assetClass: { kind: 'choice', of: ASSET_CLASSES, otherwise: OF_CLASS, meaning: 'How screens group it.' },
  currency: {
    kind: 'text',
    most: 32,
    otherwise: '`USD`; for FX the last three letters of the symbol',
    meaning: 'The currency of its price.',
  },
  pricePrecision: { ...precision, otherwise: 'those of `tickSize`', meaning: 'Decimals of its prices.' },
  restingSize: { ...decimal, otherwise: '4 × `size`', meaning: 'Mean size of a limit order.' },
  sizeIncrement: {
    ...decimal,
    otherwise: 'that of the class; for crypto about a millionth of `size`, a power of ten',
    meaning: 'Smallest size step.',
  },
  sizePrecision: { ...precision, otherwise: 'those of `sizeIncrement`', meaning: 'Decimals of its sizes.' },
  lotSize: {
    ...decimal,
    otherwise: 'that of the class; for crypto `sizeIncrement`',
    meaning: 'Board lot, a multiple of `sizeIncrement`.',
  },
  barSource: {
    kind: 'choice',
    of: BAR_SOURCES,
    otherwise: OF_CLASS,
    meaning: 'What its bars are made of: trades, or the middle of the quote.',
  },
  dayStart: {
    kind: 'text',
    most: 32,
    pattern: new RegExp(`^([01]\\d|2[0-3]):[0-5]\\d (${TIME_ZONES.join('|')})$`),
    form: `a time and a time zone such as 17:00 America/New_York (known: ${TIME_ZONES.join(', ')})`,
    otherwise: OF_CLASS,
    meaning: 'When its trading day begins.',
  },
  calendar: { kind: 'text', most: 32, otherwise: '`24/7`', meaning: 'When it trades: a calendar by name.' },
  ...optionalParameters(),
  halfSpread: { ...HALF_SPREAD_FIELD, otherwise: 'a share of the price, by class' },
  eta: { ...ETA_FIELD, otherwise: OF_CLASS },
  season: { kind: 'choice', of: SEASONS, otherwise: OF_CLASS, meaning: 'How activity goes through the day.' },
  factor: {
    kind: 'text',
    most: 32,
    orNull: true,
    otherwise: OF_CLASS,
    meaning: 'The common factor that moves it along with others.',
  },
}

function optionalParameters(): Readonly<Record<NumberParameter, DefaultedField>> {
  const fields = Object.entries(NUMBER_PARAMETERS).map(([name, field]) => [name, { ...field, otherwise: OF_CLASS }])
  return Object.fromEntries(fields) as Readonly<Record<NumberParameter, DefaultedField>>
}
