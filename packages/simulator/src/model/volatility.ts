/**
 * Volatility that clusters on many time scales: the Markov-switching multifractal of Calvet & Fisher 2004.
 * Variance is the product of eight multipliers, each m0 or 2 - m0, redrawn at random times; the slowest live for months, the fastest a minute.
 */

import type { RandomStream } from '../arithmetic/random-stream.ts'

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
  /** Square root of the variance multiplier; the variance itself has mean 1. */
  rootVariance = 1
  /** Mean square root of the components that `averageOver` has left out. */
  averagedRoot = 1
  private readonly stream: RandomStream
  private readonly contrast: number
  private readonly nextSwitch = new Float64Array(COMPONENTS)
  private mask: number
  private active = COMPONENTS
  private nextAny = 0

  constructor(stream: RandomStream, contrast: number, openingMultipliers: number) {
    this.stream = stream
    this.contrast = contrast
    this.mask = openingMultipliers
    for (let k = 0; k < COMPONENTS; k++) this.nextSwitch[k] = this.drawLife(k)
    this.recompute()
  }

  /** Moves on to a time in seconds since the opening. Time does not go back. */
  advanceTo(seconds: number): void {
    if (seconds < this.nextAny) return
    for (let k = 0; k < this.active; k++) {
      while ((this.nextSwitch[k] as number) <= seconds) {
        this.mask = this.stream.uniform() < 0.5 ? this.mask | (1 << k) : this.mask & ~(1 << k)
        this.nextSwitch[k] = (this.nextSwitch[k] as number) + this.drawLife(k)
      }
    }
    this.recompute()
  }

  /** Leaves out, for good, the components that switch within a span: over it their variance averages to 1. */
  averageOver(seconds: number): void {
    while (this.active > 1 && (LIVES[this.active - 1] as number) < seconds) {
      this.active--
      this.averagedRoot *= meanRootOfOne(this.contrast)
    }
    this.recompute()
  }

  private drawLife(k: number): number {
    return this.stream.exponential() * (LIVES[k] as number)
  }

  private recompute(): void {
    let variance = 1
    this.nextAny = Infinity
    for (let k = 0; k < this.active; k++) {
      variance *= (this.mask >> k) & 1 ? this.contrast : 2 - this.contrast
      this.nextAny = Math.min(this.nextAny, this.nextSwitch[k] as number)
    }
    this.rootVariance = Math.sqrt(variance)
  }
}
