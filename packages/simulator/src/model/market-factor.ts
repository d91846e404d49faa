/** A common factor of many prices: a random walk on a grid of seconds, with clustering volatility of its own. */

import type { RandomStream } from '../arithmetic/random-stream.ts'
import { Volatility } from './volatility.ts'

const CONTRAST = 1.5
const SECONDS_PER_DAY = 86_400

export class MarketFactor {
  /** Sum of all moves since the opening, in standard deviations of a day. */
  level = 0
  private readonly stream: RandomStream
  private readonly volatility: Volatility
  private second = 0

  constructor(stream: RandomStream, volatilityStream: RandomStream, openingMultipliers: number) {
    this.stream = stream
    this.volatility = new Volatility(volatilityStream, CONTRAST, openingMultipliers)
  }

  /** Moves on to a whole second since the opening, one draw a second whoever asks. */
  advanceTo(second: number): void {
    while (this.second < second) {
      this.second++
      this.volatility.advanceTo(this.second)
      this.level += this.stream.normal() * this.volatility.rootVariance * SECOND_DEVIATION
    }
  }
}

const SECOND_DEVIATION = Math.sqrt(1 / SECONDS_PER_DAY)
