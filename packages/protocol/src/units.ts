/** Branded numbers of the market (scaled prices and sizes, microseconds, sequence numbers) and their only conversions. */

import { TapedeckError } from './errors.ts'

declare const brand: unique symbol

/** Integer microseconds since the Unix epoch, UTC. */
export type Micros = number & { readonly [brand]: 'Micros' }
/** An integer count of 10^-pricePrecision. One unit is not always one tick. May be negative. */
export type ScaledPrice = number & { readonly [brand]: 'ScaledPrice' }
/** An integer count of 10^-sizePrecision. */
export type ScaledSize = number & { readonly [brand]: 'ScaledSize' }
/** A number in one unbroken numbering (epoch) of one symbol and channel, from 1. 0 means: not numbered yet. */
export type Seq = number & { readonly [brand]: 'Seq' }

/** Every scaled integer keeps |n| below this, so that sums of two stay exact in a double (2^53 is about 9.007e15). */
export const SCALED_LIMIT = 1e15
/** The most decimals that a price or a size may have. */
export const MAX_PRECISION = 12

export const MICROS_PER_MILLISECOND = 1_000
export const MICROS_PER_SECOND = 1_000_000
export const MICROS_PER_MINUTE = 60_000_000
export const MICROS_PER_HOUR = 3_600_000_000
export const MICROS_PER_DAY = 86_400_000_000

/** Powers of ten as literals: `10 ** n` differs between engines, a literal does not. */
const POWERS_OF_TEN = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12] as const

/** 10^precision, exactly. Throws `BAD_PRECISION` outside 0 to {@link MAX_PRECISION}. */
export function powerOfTen(precision: number): number {
  const power = POWERS_OF_TEN[precision]
  if (power === undefined) {
    throw new TapedeckError(
      'BAD_PRECISION',
      `precision ${precision} is not a whole number from 0 to ${MAX_PRECISION}`,
      {
        precision,
      },
    )
  }
  return power
}

/** Checks the bound that every scaled integer keeps. Throws `SCALED_OUT_OF_RANGE`. */
export function checkScaled(n: number): number {
  if (!Number.isInteger(n) || n >= SCALED_LIMIT || n <= -SCALED_LIMIT) {
    throw new TapedeckError(
      'SCALED_OUT_OF_RANGE',
      `${n} is not an integer between -10^15 and 10^15: lower the precision`,
      {
        value: n,
      },
    )
  }
  // -0 and 0 are one price
  return n === 0 ? 0 : n
}

/** Brands a checked integer as a price. Throws `SCALED_OUT_OF_RANGE`. */
export function scaledPrice(n: number): ScaledPrice {
  return checkScaled(n) as ScaledPrice
}

/** Brands a checked integer as a size. Throws `SCALED_OUT_OF_RANGE`. */
export function scaledSize(n: number): ScaledSize {
  return checkScaled(n) as ScaledSize
}

/** Brands an integer as Unix microseconds. The caller vouches that it is one. */
export function micros(n: number): Micros {
  return n as Micros
}

/** Brands an integer as a sequence number. The caller vouches that it is one. */
export function seq(n: number): Seq {
  return n as Seq
}

/** The decimal that a scaled integer means, as the nearest double: one division, so it is correctly rounded. */
export function toDecimal(n: number, precision: number): number {
  return n / powerOfTen(precision)
}

/**
 * The scaled integer that a decimal double means; what lies between two is rounded to the nearer, half away from zero.
 * Exact for every double that {@link toDecimal} made (|n| < 10^15 leaves an error under 0.25 before rounding).
 * Throws `SCALED_OUT_OF_RANGE`.
 */
export function fromDecimal(decimal: number, precision: number): number {
  const scaled = decimal * powerOfTen(precision)
  // Math.round takes halves up, and would make another price of the negative
  return checkScaled(scaled < 0 ? -Math.round(-scaled) : Math.round(scaled))
}

/** Exact text of a scaled integer: digits with a decimal point put in, never by floating-point arithmetic. */
export function formatScaled(n: number, precision: number): string {
  const text = placePoint(String(n < 0 ? -n : n), precision)
  return n < 0 ? `-${text}` : text
}

/** Puts a decimal point before the last `precision` digits. */
export function placePoint(digits: string, precision: number): string {
  if (precision === 0) return digits
  const padded = digits.padStart(precision + 1, '0')
  const point = padded.length - precision
  return `${padded.slice(0, point)}.${padded.slice(point)}`
}

const DECIMAL_TEXT = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/
/** Digits of the largest magnitude below {@link SCALED_LIMIT}. */
const MOST_DIGITS = 15

/**
 * Reads decimal text (`-37.63`, `8.12e-6`) as a scaled integer. Digits beyond the precision are rounded half away from
 * zero, and `exact` says whether any were lost. Returns undefined when the text is not a decimal or out of range.
 */
export function parseScaled(
  text: string,
  precision: number,
): { readonly value: number; readonly exact: boolean } | undefined {
  const match = DECIMAL_TEXT.exec(text.trim())
  if (match === null) return undefined
  const [, sign, whole = '', fraction = '', exponentText = '0'] = match
  const written = whole + fraction
  const digits = written.replace(/^0+/, '')
  if (digits === '') return { value: 0, exact: true }
  // where the decimal point stands among `digits` once the value is multiplied by 10^precision; may lie outside of them
  const point = whole.length - (written.length - digits.length) + Number(exponentText) + precision
  if (point > MOST_DIGITS) return undefined
  const kept = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0'
  const lost = point < 0 ? `0${digits}` : digits.slice(point)
  const magnitude = Number(kept) + (lost.charAt(0) >= '5' ? 1 : 0)
  if (magnitude >= SCALED_LIMIT) return undefined
  return { value: sign === '-' && magnitude !== 0 ? -magnitude : magnitude, exact: !/[1-9]/.test(lost) }
}
