/** A common factor of many prices: a random walk on a grid of seconds, with clustering volatility of its own. */

import { STREAM_WORDS } from '../arithmetic/random-stream.ts'
import { openStream } from '../arithmetic/random-stream.ts'
import { Streams } from '../arithmetic/streams.ts'
import type { State } from './state.ts'
import { drawOpeningMultipliers, Volatility, VOLATILITY_WIDTH } from './volatility.ts'

const CONTRAST = 1.5
const SECONDS_PER_DAY = 86_400
const SECOND_DEVIATION = Math.sqrt(1 / SECONDS_PER_DAY)
/** Fields of a row: the level, and the second that it stands at. */
const LEVEL = 0
const SECOND = 1
const WIDTH = 2

/** All factors of a market; a row is one factor. */
export class MarketFactors {
  private readonly names: readonly string[]
  private readonly values: Float64Array
  private readonly moves: Streams
  private readonly volatility: Volatility

  /** Factors are keyed by name, so that who else is in the market changes none of them. */
  constructor(state: State, seed: number, names: readonly string[]) {
    this.names = names
    this.values = state.doubles('factor', WIDTH)
    this.moves = new Streams(state.integers('stream factor price', STREAM_WORDS), 'price')
    const switches = new Streams(state.integers('stream factor volatility', STREAM_WORDS), 'volatility')
    this.volatility = new Volatility(state.doubles('factor volatility', VOLATILITY_WIDTH), switches)
    names.forEach((name, row) => {
      const key = `factor ${name}`
      this.moves.open(row, seed, key)
      switches.open(row, seed, key)
      this.volatility.open(row, CONTRAST, drawOpeningMultipliers(openStream(seed, key, 'opening')))
    })
  }

  /** The row of a factor, -1 where there is none of that name. */
  rowOf(name: string | null): number {
    return name === null ? -1 : this.names.indexOf(name)
  }

  /** The sum of a factor's moves up to a whole second since the opening, in standard deviations of a day. One draw a second whoever asks. */
  levelAt(row: number, second: number): number {
    const values = this.values
    const at = row * WIDTH
    for (let next = (values[at + SECOND] as number) + 1; next <= second; next++) {
      const root = this.volatility.rootAt(row, next)
      values[at + LEVEL] = (values[at + LEVEL] as number) + this.moves.normal(row) * root * SECOND_DEVIATION
      values[at + SECOND] = next
    }
    return values[at + LEVEL] as number
  }
}
