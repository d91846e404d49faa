/** `market:report`: an instrument of the simulated market, observed for some days, in pictures and numbers. */

import { formatScaled, TapedeckError, type Micros } from '@tapedeck/protocol'
import {
  createSimulator,
  DEFAULT_INSTRUMENTS,
  MODEL,
  withRealCalendars,
  type SimulatedInstrument,
} from '@tapedeck/simulator'
import { START } from '../acceptance/market-class.ts'
import { measure, sampleOf, SESSION_SECONDS } from '../acceptance/sample.ts'
import type { Verdict } from '../acceptance/verdict.ts'
import { numberText } from '../acceptance/verdict-text.ts'
import { deviation } from '../measures/moments.ts'
import { observe } from '../observation/observe.ts'
import { acceptanceTable, reportVerdicts } from './acceptance-table.ts'
import { bookRatesPicture, bookShapePicture } from './book-pictures.ts'
import { dateText } from './calendar-date.ts'
import { dayPicture, seasonPicture } from './day-pictures.ts'
import { pageHtml } from './page.ts'
import { distributionPicture, longMemoryPicture, memoryPicture, tailsPicture } from './return-pictures.ts'
import { decimalText } from './scale.ts'
import { DAY_SECONDS, type Study } from './study.ts'
import { spreadAndVolatilityPicture, spreadPicture } from './spread-pictures.ts'
import { pricePicture, volatilityPicture } from './time-pictures.ts'
import { signsPicture, waitsPicture } from './trade-pictures.ts'

export interface MarketReportOptions {
  /** Any safe integer. */
  readonly seed: number
  /** An instrument of the default market. */
  readonly symbol: string
  /** How long to look, 2 to 400. Where nothing is said, until there are about a million trades: 5 to 60 days. */
  readonly days?: number
  /** In the hours of its venue, or round the clock. Default true. */
  readonly isInVenueHours?: boolean
  /** Default 5 January 2026, 00:00 UTC. */
  readonly start?: Micros
}

const LEAST_DAYS = 2
const MOST_DAYS = 400

/** The report as one HTML page: the same bytes for the same options. Throws `BAD_OPTION`, `UNKNOWN_SYMBOL`. */
export function marketReport({
  seed,
  symbol,
  days,
  isInVenueHours = true,
  start = START,
}: MarketReportOptions): string {
  const simulated = find(symbol, isInVenueHours)
  const { instrument } = simulated
  const length = days ?? usualDays(simulated)
  if (!(length >= LEAST_DAYS && length <= MOST_DAYS)) {
    throw new TapedeckError('BAD_OPTION', `days ${length} of the report must be from ${LEAST_DAYS} to ${MOST_DAYS}`, {
      name: 'days',
      value: length,
    })
  }
  const study = studyOf(simulated, seed, start, Math.round(length * DAY_SECONDS))
  const verdicts = reportVerdicts(study)
  return pageHtml({
    title: `A market in pictures: ${symbol}`,
    under: `${instrument.name}, simulated: seed ${seed}, model ${MODEL}, ${numberText(length)} days from ${dateText(start)}`,
    abstract: abstractOf(study, verdicts, isInVenueHours),
    figures: figuresOf(study),
    sections: [
      { title: 'What happened', pictures: [pricePicture(study), volatilityPicture(study)] },
      {
        title: 'Returns',
        pictures: [distributionPicture(study), tailsPicture(study), memoryPicture(study), longMemoryPicture(study)],
      },
      { title: 'Trades', pictures: [signsPicture(study), waitsPicture(study)] },
      {
        title: 'Book and spread',
        pictures: [
          bookShapePicture(study),
          bookRatesPicture(study),
          spreadPicture(study),
          spreadAndVolatilityPicture(study),
        ],
      },
      { title: 'The day', pictures: [seasonPicture(study), dayPicture(study)] },
    ],
    table: {
      title: 'Measured, accepted, published',
      html: acceptanceTable(verdicts),
      notes: [
        'Accepted ranges are those of the acceptance run: twelve seeds of 250 sessions on end, without season and factor, with 0.4 trades a second. A shorter run scatters more, a season adds memory, and a single row outside says little.',
        'Of each published figure stands how it came to us: read at the source, second-hand, from memory, or ours. The last two prove nothing by themselves.',
      ],
    },
  })
}

/** Days in which there are about a million trades, within bounds. */
function usualDays({ instrument, parameters }: SimulatedInstrument): number {
  const isInHours = instrument.assetClass === 'equity' && instrument.calendar !== '24/7'
  const secondsPerDay = isInHours ? (5 / 7) * SESSION_SECONDS : DAY_SECONDS
  return Math.min(60, Math.max(5, Math.ceil(1e6 / (parameters.tradesPerSecond * secondsPerDay))))
}

function studyOf(simulated: SimulatedInstrument, seed: number, start: Micros, seconds: number): Study {
  const { instrument, parameters } = simulated
  const simulator = createSimulator({ seed, start, instruments: [simulated], historyBars: 0 })
  const [observation] = observe(simulator.events(), { instruments: [instrument], start, seconds })
  if (observation === undefined) throw new Error('one instrument is observed')
  const sample = sampleOf(observation)
  return { observation, parameters, sample, measured: measure(sample) }
}

function find(symbol: string, isInVenueHours: boolean): SimulatedInstrument {
  const market = isInVenueHours ? withRealCalendars(DEFAULT_INSTRUMENTS) : DEFAULT_INSTRUMENTS
  const found = market.find(({ instrument }) => instrument.symbol === symbol)
  if (found !== undefined) return found
  const known = market.map(({ instrument }) => instrument.symbol)
  throw new TapedeckError('UNKNOWN_SYMBOL', `the default market has no ${symbol} (known: ${known.join(', ')})`, {
    symbol,
    known,
  })
}

function abstractOf({ observation, sample }: Study, verdicts: readonly Verdict[], isInVenueHours: boolean): string {
  const { instrument, orders } = observation
  const inside = verdicts.filter(({ holds }) => holds).length
  const hours = isInVenueHours ? 'in the hours of its venue' : 'round the clock'
  const sizes = `${thousands(orders.times.length)} market orders and ${thousands(sample.fiveMinutes.length)} returns of five minutes`
  return `${instrument.symbol} trades here ${hours}. From ${sizes} its statistics are taken and held against published ones: ${inside} of ${verdicts.length} rows of the table at the end lie in the range that is accepted.`
}

function figuresOf({ observation, sample }: Study): readonly (readonly [string, string])[] {
  const { instrument, mids, orders, spread } = observation
  const prices = mids.filter((mid) => !Number.isNaN(mid))
  const price = (scaled: number | undefined): string => formatScaled(Math.round(scaled ?? 0), instrument.pricePrecision)
  const seconds = spread.secondsByTicks.reduce((sum, time) => sum + time, 0)
  const ticks = spread.secondsByTicks.reduce((sum, time, width) => sum + time * width, 0) / seconds
  const change = Math.log((prices[prices.length - 1] ?? NaN) / (prices[0] ?? NaN))
  return [
    ['first mid', `${price(prices[0])} ${instrument.currency}`],
    ['last mid', `${price(prices[prices.length - 1])} ${instrument.currency}`],
    ['change', `${numberText(100 * (Math.exp(change) - 1))} %`],
    ['hours of trading', numberText(prices.length / 3_600)],
    ['market orders', thousands(orders.times.length)],
    ['orders a second', numberText(orders.times.length / prices.length)],
    ['mean spread', `${numberText(ticks)} ticks`],
    ['deviation of 5 min', `${numberText(10_000 * deviation(sample.fiveMinutes))} bp`],
  ]
}

function thousands(n: number): string {
  return decimalText(n, 1)
}
