/**
 * Volatility that clusters on many time scales: the Markov-switching multifractal of Calvet & Fisher 2004.
 * Variance is the product of eight multipliers, each m0 or 2 - m0, redrawn at random times; the slowest live for months, the fastest a minute.
 */

import type { RandomStream } from '../arithmetic/random-stream.ts'
import type { Streams } from '../arithmetic/streams.ts'

const COMPONENTS = 8
/** Mean life of the fastest component, and how many times longer each slower one lives: 75 s to 68 days. */
const SHORTEST_LIFE_SECONDS = 75
const LIFE_RATIO = 5
/** The slowest components, half of which start high: a market opens neither dead nor wild for weeks. */
const BALANCED = 4

/** Mean life of each component in seconds, slowest first. */
const LIVES = Float64Array.from({ length: COMPONENTS }, (_, k) => {
  let life = SHORTEST_LIFE_SECONDS
  for (let faster = k + 1; faster < COMPONENTS; faster++) life *= LIFE_RATIO
  return life
})

/** Fields of a row: the next switch of any component, the root of the variance, the high ones as a bit mask, m0, and each one's next switch. */
const NEXT_ANY = 0
const ROOT = 1
const MASK = 2
const CONTRAST = 3
const SWITCHES = 4
/** Doubles a row. */
export const VOLATILITY_WIDTH: number = SWITCHES + COMPONENTS

/** Draws which components start high, as a bit mask. */
export function drawOpeningMultipliers(stream: RandomStream): number {
  let mask = 0
  let high = BALANCED / 2
  for (let k = 0; k < COMPONENTS; k++) {
    const u = stream.uniform()
    const chance = k < BALANCED ? high / (BALANCED - k) : 0.5
    if (u >= chance) continue
    mask |= 1 << k
    high--
  }
  return mask
}

/** E[sqrt(v)] of a multifractal with all components at equilibrium. */
export function meanRootVariance(contrast: number): number {
  let product = 1
  for (let k = 0; k < COMPONENTS; k++) product *= meanRootOfOne(contrast)
  return product
}

/** E[sqrt(M)] of a single multiplier. */
function meanRootOfOne(contrast: number): number {
  return (Math.sqrt(contrast) + Math.sqrt(2 - contrast)) / 2
}

export class Volatility {
  private readonly values: Float64Array
  private readonly stream: Streams
  private active = COMPONENTS

  /** `values` holds {@link VOLATILITY_WIDTH} a row. */
  constructor(values: Float64Array, stream: Streams) {
    this.values = values
    this.stream = stream
  }

  /** Starts a row with the high components of a mask. */
  open(row: number, contrast: number, mask: number): void {
    const at = row * VOLATILITY_WIDTH
    this.values[at + CONTRAST] = contrast
    this.values[at + MASK] = mask
    for (let k = 0; k < COMPONENTS; k++) this.values[at + SWITCHES + k] = this.drawLife(row, k)
    this.recompute(at)
  }

  /** Square root of the variance multiplier at a time in seconds, which does not go back; the variance itself has mean 1. */
  rootAt(row: number, seconds: number): number {
    const at = row * VOLATILITY_WIDTH
    if (seconds >= (this.values[at + NEXT_ANY] as number)) this.switchUpTo(row, at, seconds)
    return this.values[at + ROOT] as number
  }

  /**
   * Leaves out of every row, for good, the components that switch within a span: over it their variance averages to 1.
   * Returns the mean square root of one that is left out, to the power of how many are.
   */
  averageOver(row: number, seconds: number): number {
    while (this.active > 1 && (LIVES[this.active - 1] as number) < seconds) this.active--
    const at = row * VOLATILITY_WIDTH
    this.recompute(at)
    let averagedRoot = 1
    for (let k = this.active; k < COMPONENTS; k++) averagedRoot *= meanRootOfOne(this.values[at + CONTRAST] as number)
    return averagedRoot
  }

  private switchUpTo(row: number, at: number, seconds: number): void {
    const values = this.values
    for (let k = 0; k < this.active; k++) {
      const place = at + SWITCHES + k
      while ((values[place] as number) <= seconds) {
        const mask = values[at + MASK] as number
        values[at + MASK] = this.stream.uniform(row) < 0.5 ? mask | (1 << k) : mask & ~(1 << k)
        values[place] = (values[place] as number) + this.drawLife(row, k)
      }
    }
    this.recompute(at)
  }

  private drawLife(row: number, k: number): number {
    return this.stream.exponential(row) * (LIVES[k] as number)
  }

  private recompute(at: number): void {
    const values = this.values
    const mask = values[at + MASK] as number
    const contrast = values[at + CONTRAST] as number
    let variance = 1
    let nextAny = Infinity
    for (let k = 0; k < this.active; k++) {
      variance *= (mask >> k) & 1 ? contrast : 2 - contrast
      nextAny = Math.min(nextAny, values[at + SWITCHES + k] as number)
    }
    values[at + ROOT] = Math.sqrt(variance)
    values[at + NEXT_ANY] = nextAny
  }
}
