/** What the simulator needs to know of an instrument: its static data and the parameters of its price and order flow. */

import {
  checkInstrument,
  SCALED_LIMIT,
  TapedeckError,
  type Instrument,
  type ScaledPrice,
  type ScaledSize,
} from '@tapedeck/protocol'

/**
 * How wide the quote stands: `half` is the usual distance of either side from the efficient price, in ticks; `zone` is for
 * large ticks, where the spread is one tick and the quote moves once the price is `eta` ticks outside it
 * (after the uncertainty zones of Robert & Rosenbaum 2011).
 */
export type Spread = { readonly kind: 'half'; readonly ticks: number } | { readonly kind: 'zone'; readonly eta: number }

/** Parameters of one instrument's market. All rates and volatilities are means over calm and busy times. */
export interface SimulationParameters {
  /** The price stands near it at the start. */
  readonly referencePrice: ScaledPrice
  readonly tradesPerSecond: number
  /** Quote updates for each trade. At least 1. */
  readonly quotesPerTrade: number
  /** Standard deviation of a day's return: 0.03 is 3 %. */
  readonly dailyVolatility: number
  /** m0 of the multifractal volatility: 1 is constant volatility, towards 2 it clusters more. */
  readonly volatilityContrast: number
  /** Index of the power law of single moves; above 2, smaller is wilder. */
  readonly tailIndex: number
  /** How much volatility rises after falls, over some 100 trades and over some 5,000. */
  readonly leverageFast: number
  readonly leverageSlow: number
  readonly spread: Spread
  /** Median size of a trade. */
  readonly typicalSize: ScaledSize
  /** The common factor that moves the price too, and how: the square of the loading is its share of the variance. */
  readonly factor: string | null
  readonly factorLoading: number
}

export interface SimulatedInstrument {
  readonly instrument: Instrument
  readonly parameters: SimulationParameters
}

/** The price stays within this factor of its reference, so that no run, however long, leaves the exact integers. */
export const PRICE_RANGE = 100
/** No price is below this many ticks, so that there is always room for a bid. */
export const LOWEST_TICKS = 3
/** Mean size of a trade over its median: log-normal with a deviation of 1, less what the touch does not hold. */
export const MEAN_OVER_TYPICAL_SIZE = 1.5

/** Checks what types cannot say. Throws `BAD_INSTRUMENT` naming symbol, parameter and rule. */
export function checkSimulated(simulated: SimulatedInstrument): SimulatedInstrument {
  const instrument = checkInstrument(simulated.instrument)
  const parameters = simulated.parameters
  const require = (field: keyof SimulationParameters, holds: boolean, rule: string): void => {
    if (holds) return
    const value = parameters[field]
    throw new TapedeckError(
      'BAD_INSTRUMENT',
      `instrument ${instrument.symbol}: simulation parameter ${field} ${JSON.stringify(value)} ${rule}`,
      { symbol: instrument.symbol, field, value },
    )
  }
  const { referencePrice, spread } = parameters
  const width = spread.kind === 'half' ? spread.ticks : 1
  require('referencePrice', referencePrice * PRICE_RANGE < SCALED_LIMIT / 10, 'is too large: lower pricePrecision')
  require('referencePrice', referencePrice >=
    (LOWEST_TICKS + width) * instrument.tickSize, 'must be several ticks and its spread above 0')
  require('tradesPerSecond', within(parameters.tradesPerSecond, 1e-4, 1_000), 'must be from 0.0001 to 1000')
  require('quotesPerTrade', within(parameters.quotesPerTrade, 1, 1_000), 'must be from 1 to 1000')
  require('dailyVolatility', within(parameters.dailyVolatility, 0, 0.5), 'must be from 0 to 0.5')
  require('volatilityContrast', within(parameters.volatilityContrast, 1, 1.9), 'must be from 1 to 1.9')
  require('tailIndex', within(parameters.tailIndex, 2.1, 100), 'must be from 2.1 to 100')
  require('leverageFast', within(parameters.leverageFast, 0, 1), 'must be from 0 to 1')
  require('leverageSlow', within(parameters.leverageSlow, 0, 1), 'must be from 0 to 1')
  require('factorLoading', within(parameters.factorLoading, -0.95, 0.95), 'must be from -0.95 to 0.95')
  if (spread.kind === 'half') require('spread', within(spread.ticks, 0.5, 1e9), 'must be at least half a tick')
  else require('spread', within(spread.eta, 0, 1), 'must have an eta from 0 to 1 tick')
  require('typicalSize', parameters.typicalSize >= instrument.sizeIncrement, 'must be at least sizeIncrement')
  const dailyVolume = parameters.tradesPerSecond * 86_400 * MEAN_OVER_TYPICAL_SIZE * parameters.typicalSize
  // a wild day has some ten times the mean volume
  require('typicalSize', dailyVolume * 20 <
    SCALED_LIMIT, 'makes daily volume leave the exact range: lower sizePrecision')
  return simulated
}

function within(value: number, lowest: number, highest: number): boolean {
  return value >= lowest && value <= highest
}
