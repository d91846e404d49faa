/**
 * Exponential and logarithm that give the same bits on every engine: `Math.exp` and `Math.log` do not (they differ between
 * Node 20 and current Chromium). Only + - * / on doubles, in the order written, and exact integer operations.
 */

const LN2 = 0.6931471805599453
/** ln 2 in two parts (Cody and Waite 1980): the first has 20 trailing zero bits, so that k * LN2_HIGH is exact. */
const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10
const LOG2_E = 1.4426950408889634

/** Arguments beyond these give 0 and Infinity. */
const EXP_LOWEST = -708
const EXP_HIGHEST = 709

/** 2^k at index k + 1100, by exact doubling and halving. */
const POWERS_OF_TWO = powersOfTwo()

/** e^x to a relative error of 3e-13. */
export function dexp(x: number): number {
  if (x < EXP_LOWEST) return 0
  if (x > EXP_HIGHEST) return Infinity
  const k = Math.floor(x * LOG2_E + 0.5)
  const r = x - k * LN2_HIGH - k * LN2_LOW
  // Taylor to degree 10; |r| <= ln(2) / 2
  let sum = 1 / 3_628_800
  sum = sum * r + 1 / 362_880
  sum = sum * r + 1 / 40_320
  sum = sum * r + 1 / 5_040
  sum = sum * r + 1 / 720
  sum = sum * r + 1 / 120
  sum = sum * r + 1 / 24
  sum = sum * r + 1 / 6
  sum = sum * r + 0.5
  sum = sum * r + 1
  sum = sum * r + 1
  return sum * (POWERS_OF_TWO[k + 1100] as number)
}

/** The bits of a double, big-endian whatever the machine. */
const bits = new DataView(new ArrayBuffer(8))

/** Reciprocals of the centres of 256 equal parts of [1, 2), and logarithms of those centres. */
const CENTRE_INVERSES = new Float64Array(256)
const CENTRE_LOGARITHMS = new Float64Array(256)
fillCentres()

/** The natural logarithm of a positive normal double, to an absolute error of 2e-15 for arguments of ordinary size. */
export function dln(x: number): number {
  bits.setFloat64(0, x)
  const high = bits.getUint32(0)
  const exponent = (high >>> 20) - 1023
  const part = (high >>> 12) & 255
  bits.setUint32(0, (high & 0x000f_ffff) | 0x3ff0_0000)
  const mantissa = bits.getFloat64(0)
  const centre = 1 + (part + 0.5) / 256
  const r = (mantissa - centre) * (CENTRE_INVERSES[part] as number)
  // ln(1 + r), |r| <= 1/512
  const series = r * (1 + r * (-1 / 2 + r * (1 / 3 + r * (-1 / 4 + r * (1 / 5)))))
  return exponent * LN2 + ((CENTRE_LOGARITHMS[part] as number) + series)
}

/** base^exponent for a positive base. */
export function dpow(base: number, exponent: number): number {
  return dexp(exponent * dln(base))
}

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2200)
  powers[1100] = 1
  for (let k = 1; k <= 1023; k++) powers[1100 + k] = (powers[1099 + k] as number) * 2
  for (let k = 1; k <= 1074; k++) powers[1100 - k] = (powers[1101 - k] as number) / 2
  return powers
}

function fillCentres(): void {
  for (let part = 0; part < 256; part++) {
    const centre = 1 + (part + 0.5) / 256
    CENTRE_INVERSES[part] = 1 / centre
    // ln c = 2 artanh((c - 1) / (c + 1)); z <= 1/3, so that 20 terms leave less than a bit
    const z = (centre - 1) / (centre + 1)
    let sum = 0
    for (let term = 20; term >= 0; term--) sum = sum * z * z + 1 / (2 * term + 1)
    CENTRE_LOGARITHMS[part] = 2 * z * sum
  }
}
