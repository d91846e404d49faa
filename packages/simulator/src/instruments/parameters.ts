/** The parameters of an instrument's market that are plain numbers: what each means, and its range. */

import type { NumberField } from '../forms/field.ts'

/** Names of the parameters that are plain numbers in the unit in which people write them. */
export type NumberParameter =
  | 'tradesPerSecond'
  | 'ordersPerTrade'
  | 'dailyVolatility'
  | 'volatilityContrast'
  | 'tailIndex'
  | 'leverageFast'
  | 'leverageSlow'
  | 'overnightShare'
  | 'factorLoading'

export const NUMBER_PARAMETERS: Readonly<Record<NumberParameter, NumberField>> = {
  tradesPerSecond: {
    kind: 'number',
    min: 1e-4,
    max: 1_000,
    meaning: 'Trades a second, on average over calm and busy times.',
  },
  ordersPerTrade: {
    kind: 'number',
    min: 1,
    max: 1_000,
    meaning: 'Limit orders and cancellations, in the whole book, for each trade.',
  },
  dailyVolatility: {
    kind: 'number',
    min: 0,
    max: 0.5,
    meaning: 'Standard deviation of a day’s return: 0.02 is 2 %.',
  },
  volatilityContrast: {
    kind: 'number',
    min: 1,
    max: 1.9,
    meaning: 'How strongly calm and wild times differ: 1 is constant volatility.',
  },
  tailIndex: {
    kind: 'number',
    min: 2.1,
    max: 100,
    meaning: 'How rare large moves are (the exponent of their power law): smaller is wilder.',
  },
  leverageFast: {
    kind: 'number',
    min: 0,
    max: 1,
    meaning: 'How much volatility rises after falls over the last 100 trades or so.',
  },
  leverageSlow: { kind: 'number', min: 0, max: 1, meaning: 'The same over the last 5,000 trades or so.' },
  overnightShare: {
    kind: 'number',
    min: 0,
    max: 0.9,
    meaning: 'Share of the daily variance that comes as the opening gap; 0 where the calendar is `24/7`.',
  },
  factorLoading: {
    kind: 'number',
    min: -0.95,
    max: 0.95,
    meaning: 'How strongly the factor moves the price: its square is the factor’s share of the variance.',
  },
}

/** Distance of bid and ask from the price between them, in ticks. */
export const HALF_SPREAD_FIELD: NumberField = {
  kind: 'number',
  min: 0.5,
  max: 1e9,
  meaning: 'Usual distance of bid and of ask from the price between them, in ticks.',
}

/** How far the price leaves a quote of one tick behind, in ticks. */
export const ETA_FIELD: NumberField = {
  kind: 'number',
  min: 0,
  max: 1,
  meaning:
    'For large ticks, in place of `halfSpread`: the spread is one tick, and the quote moves once the price is so many ticks outside it.',
}
