/** How an instrument stands at the start: where history ends and live begins, so that the two meet. */

import { scaledPrice, type ScaledPrice } from '@tapedeck/protocol'
import { dexp } from '../arithmetic/elementary.ts'
import { openStream } from '../arithmetic/random-stream.ts'
import type { SimulatedInstrument, Spread } from '../instruments/simulated-instrument.ts'
import { freshAsk, freshBid } from './touch.ts'
import { drawOpeningMultipliers } from './volatility.ts'

/** The opening price lies this share of a day's deviation around the reference. */
const DISTANCE_FROM_REFERENCE = 0.25

export interface Opening {
  /** The efficient price in ticks. */
  readonly price: number
  /** Which volatility components are high: live goes on from it forwards, history backwards. */
  readonly multipliers: number
  /** The close of the last bar of history: the side of the opening quote that traded last, or its mid. */
  readonly lastClose: ScaledPrice
}

export function drawOpening(simulated: SimulatedInstrument, seed: number): Opening {
  const { instrument, parameters } = simulated
  const stream = openStream(seed, instrument.symbol, 'opening')
  const reference = parameters.referencePrice / instrument.tickSize
  const price = reference * dexp(DISTANCE_FROM_REFERENCE * parameters.dailyVolatility * stream.normal())
  const lastClose = scaledPrice(new ShownPrice(simulated).at(price, stream.uniform() < 0.5))
  return { price, multipliers: drawOpeningMultipliers(stream), lastClose }
}

/** What a bar of an instrument shows at an efficient price in ticks: a trade at the ask (a buy) or at the bid, or the mid, as its bars are made. */
export class ShownPrice {
  private readonly spread: Spread
  private readonly tickSize: number
  private readonly isMid: boolean

  constructor({ instrument, parameters }: SimulatedInstrument) {
    this.spread = parameters.spread
    this.tickSize = instrument.tickSize
    this.isMid = instrument.barSource === 'mid'
  }

  at(price: number, buys: boolean): number {
    const { spread, tickSize } = this
    if (!this.isMid) return (buys ? freshAsk(spread, price) : freshBid(spread, price)) * tickSize
    return Math.floor(((freshBid(spread, price) + freshAsk(spread, price)) * tickSize) / 2)
  }
}
