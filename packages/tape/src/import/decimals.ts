/** Decimals out of CSV files: how many digits a column really has, beneath the dirt that floating-point programs print. */

import { MAX_PRECISION, parseScaled, powerOfTen, SCALED_LIMIT } from '@tapedeck/protocol'

/** One value of a column. */
export interface ReadDecimal {
  readonly value: number
  /** Decimals that reproduce it. */
  readonly decimals: number
  /** Whether the text has digits that only floating-point arithmetic can have put there: `0.00031099999999999997`. */
  readonly dirty: boolean
}

const DECIMAL = /^[+-]?(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/
/** Decimal digits that a double always keeps (IEEE 754, DBL_DIG). More can only be the print of one. */
const CLEAN_DIGITS = 15
/** Relative noise of a double after a few operations: some 45 times its resolution. */
const NOISE = 1e-14

/** Undefined when the text is no decimal, or none whose size a scaled integer can have. */
export function readDecimal(text: string): ReadDecimal | undefined {
  const match = DECIMAL.exec(text)
  if (match === null) return undefined
  const [, whole = '', fraction = '', exponentText = '0'] = match
  const digits = (whole + fraction).replace(/0+$/, '')
  const value = Number(text)
  if (whole + fraction === '' || !(Math.abs(value) < SCALED_LIMIT)) return undefined
  if (value === 0) return { value: 0, decimals: 0, dirty: false }
  if (digits.replace(/^0+/, '').length <= CLEAN_DIGITS) {
    return { value, decimals: Math.max(0, digits.length - whole.length - Number(exponentText)), dirty: false }
  }
  for (let decimals = 0; decimals <= MAX_PRECISION; decimals++) {
    const power = powerOfTen(decimals)
    const scaled = Math.round(value * power)
    if (Math.abs(scaled) >= SCALED_LIMIT) break
    if (Math.abs(value - scaled / power) <= Math.abs(value) * NOISE) {
      return { value: scaled / power, decimals, dirty: parseScaled(text, decimals)?.exact !== true }
    }
  }
  return { value, decimals: CLEAN_DIGITS, dirty: false }
}

/** What the values of like columns (all prices, all sizes) have in common. */
export interface DecimalStatistics {
  add(decimal: ReadDecimal): void
  /** The most decimals, up to `most`, at which every value stays in the range of scaled integers; `sum` must stay in it too. */
  precision(most: number, sum?: number): number
  /** Values whose floating-point dirt is gone at the precision. */
  cleaned(precision: number): number
  /** Values that have more decimals than the precision keeps. */
  rounded(precision: number): number
  /** The greatest magnitude. */
  readonly greatest: number
}

export function createDecimalStatistics(): DecimalStatistics {
  const clean = new Map<number, number>()
  const dirty = new Map<number, number>()
  let greatest = 0
  let decimals = 0

  const count = (counts: ReadonlyMap<number, number>, belongs: (decimals: number) => boolean): number => {
    let total = 0
    for (const [of, times] of counts) if (belongs(of)) total += times
    return total
  }
  return {
    add(decimal) {
      const counts = decimal.dirty ? dirty : clean
      counts.set(decimal.decimals, (counts.get(decimal.decimals) ?? 0) + 1)
      greatest = Math.max(greatest, Math.abs(decimal.value))
      decimals = Math.max(decimals, decimal.decimals)
    },
    precision(most, sum = 0) {
      let precision = Math.min(decimals, most)
      while (precision > 0 && Math.max(greatest, sum) * powerOfTen(precision) >= SCALED_LIMIT) precision--
      return precision
    },
    cleaned: (precision) => count(dirty, (of) => of <= precision),
    rounded: (precision) => count(dirty, (of) => of > precision) + count(clean, (of) => of > precision),
    get greatest() {
      return greatest
    },
  }
}

/** The greatest price step that all prices are multiples of; only factors 2 and 5, since every venue's tick is made of them. */
export function inferTickSize(prices: Iterable<number>): number {
  let divisor = 0
  let first: number | undefined
  let several = false
  for (const price of prices) {
    first ??= price
    several ||= price !== first
    divisor = greatestCommonDivisor(divisor, Math.abs(price))
    if (divisor === 1) return 1
  }
  // a single price tells nothing of the steps between prices
  if (!several) return 1
  let tick = 1
  for (const factor of [2, 5]) {
    while (divisor % factor === 0) {
      divisor /= factor
      tick *= factor
    }
  }
  return tick
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b]
  return a
}
