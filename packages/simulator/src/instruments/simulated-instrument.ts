/** What the simulator needs to know of an instrument: its static data and the parameters of its price and order flow. */

import {
  checkInstrument,
  SCALED_LIMIT,
  TapedeckError,
  type Instrument,
  type ScaledPrice,
  type ScaledSize,
} from '@tapedeck/protocol'
import { ROUND_THE_CLOCK } from '../calendar/calendar.ts'
import { isWithin, rangeOf, type NumberField } from '../forms/field.ts'
import { ETA_FIELD, HALF_SPREAD_FIELD, NUMBER_PARAMETERS, type NumberParameter } from './parameters.ts'

/**
 * How wide the quote stands: `half` is the usual distance of either side from the efficient price, in ticks; `zone` is for
 * large ticks, where the spread is one tick and the quote moves once the price is `eta` ticks outside it
 * (after the uncertainty zones of Robert & Rosenbaum 2011).
 */
export type Spread = { readonly kind: 'half'; readonly ticks: number } | { readonly kind: 'zone'; readonly eta: number }

/** How activity goes through the day: evenly, high at the open and the close, with the centres of Asia, Europe and America, in one wave. */
export const SEASONS = ['flat', 'reverse-j', 'three-centres', 'daily-wave'] as const
export type SeasonName = (typeof SEASONS)[number]

/** Parameters of one instrument's market. All rates and volatilities are means over calm and busy times. */
export interface SimulationParameters {
  /** The price stands near it at the start. */
  readonly referencePrice: ScaledPrice
  readonly tradesPerSecond: number
  /** Limit orders and cancellations, in the whole book, for each trade. At least 1. */
  readonly ordersPerTrade: number
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
  /** Mean size of a limit order. */
  readonly restingSize: ScaledSize
  readonly season: SeasonName
  /** The share of a day's variance that comes as the opening gap; 0 where the calendar never closes. */
  readonly overnightShare: number
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
/** Room for all that rests at one price. */
const LARGEST_RESTING_SIZE = SCALED_LIMIT / 1e3
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
      { symbol: instrument.symbol, field, value, rule },
    )
  }
  const { referencePrice, spread } = parameters
  const width = spread.kind === 'half' ? spread.ticks : 1
  require('referencePrice', referencePrice * PRICE_RANGE < SCALED_LIMIT / 10, 'is too large: lower pricePrecision')
  require('referencePrice', referencePrice >=
    (LOWEST_TICKS + width) * instrument.tickSize, 'must be several ticks and its spread above 0')
  for (const [name, field] of Object.entries(NUMBER_PARAMETERS) as [NumberParameter, NumberField][]) {
    require(name, isWithin(field, parameters[name]), `must be ${rangeOf(field)}`)
  }
  if (spread.kind === 'half')
    require('spread', isWithin(HALF_SPREAD_FIELD, spread.ticks), `must have ticks ${rangeOf(HALF_SPREAD_FIELD)}`)
  else require('spread', isWithin(ETA_FIELD, spread.eta), `must have an eta ${rangeOf(ETA_FIELD)}`)
  require('season', SEASONS.includes(parameters.season), `must be one of ${SEASONS.join(', ')}`)
  require('overnightShare', parameters.overnightShare === 0 ||
    instrument.calendar !== ROUND_THE_CLOCK.name, 'must be 0 with the calendar 24/7, which never closes')
  require('typicalSize', parameters.typicalSize >= instrument.sizeIncrement, 'must be at least sizeIncrement')
  require('restingSize', parameters.restingSize >= instrument.sizeIncrement, 'must be at least sizeIncrement')
  require('restingSize', parameters.restingSize <= LARGEST_RESTING_SIZE, 'is too large: lower sizePrecision')
  const dailyVolume = parameters.tradesPerSecond * 86_400 * MEAN_OVER_TYPICAL_SIZE * parameters.typicalSize
  // a wild day has some ten times the mean volume
  require('typicalSize', dailyVolume * 20 <
    SCALED_LIMIT, 'makes daily volume leave the exact range: lower sizePrecision')
  return simulated
}
