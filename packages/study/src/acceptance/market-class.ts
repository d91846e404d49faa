/** Kinds of markets that the acceptance table tells apart, and the run that it is about. */

import type { Instrument, Micros } from '@tapedeck/protocol'
import { createSimulator, DEFAULT_INSTRUMENTS, type SimulatedInstrument } from '@tapedeck/simulator'
import { observe } from '../observation/observe.ts'
import { measure, sampleOf, SESSION_SECONDS, type Measured } from './sample.ts'

export const MARKET_CLASSES = ['equity', 'fx', 'crypto'] as const
export type MarketClass = (typeof MARKET_CLASSES)[number]

/** The instrument that stands for each. */
const EXAMPLES: Readonly<Record<MarketClass, string>> = { equity: 'AAPL', fx: 'EUR-USD', crypto: 'BTC-USD' }

/** The run of the table. */
export const SEEDS: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
export const SESSIONS = 250

/** Any start does: there is no season. */
export const START: Micros = 1_767_571_200_000_000 as Micros
/** A New York opening in winter, 09:30 on Monday 5 January 2026, with a week of full sessions after it. */
export const SESSION_START: Micros = 1_767_623_400_000_000 as Micros
const TRADES_PER_SECOND = 0.4

/** The class whose ranges an instrument is judged by. */
export function classOf({ assetClass }: Instrument): MarketClass {
  return assetClass === 'fx' || assetClass === 'crypto' ? assetClass : 'equity'
}

/** A default instrument. */
export function instrumentOf(symbol: string): SimulatedInstrument {
  const found = DEFAULT_INSTRUMENTS.find(({ instrument }) => instrument.symbol === symbol)
  if (found === undefined) throw new Error(`the default market has ${symbol}`)
  return found
}

/**
 * An instrument alone in the world, without hours: no factor, no season, a quiet book, and so many trades a second, with its spread in the same proportion
 * to the volatility of a trade as it was.
 */
export function alone({ instrument, parameters }: SimulatedInstrument, tradesPerSecond: number): SimulatedInstrument {
  const { spread } = parameters
  const wider = Math.sqrt(parameters.tradesPerSecond / tradesPerSecond)
  return {
    instrument: { ...instrument, calendar: '24/7' },
    parameters: {
      ...parameters,
      factor: null,
      season: 'flat',
      overnightShare: 0,
      ordersPerTrade: 1,
      tradesPerSecond,
      spread: spread.kind === 'half' ? { ...spread, ticks: spread.ticks * wider } : spread,
    },
  }
}

/** The example of a class as the table's run has it. */
export function exampleOf(marketClass: MarketClass): SimulatedInstrument {
  return alone(instrumentOf(EXAMPLES[marketClass]), TRADES_PER_SECOND)
}

/** One seed of the run: so many sessions on end, measured. */
export function runSeed(marketClass: MarketClass, seed: number, sessions: number = SESSIONS): Measured {
  const simulated = exampleOf(marketClass)
  const { instrument } = simulated
  const simulator = createSimulator({ seed, start: START, instruments: [simulated], historyBars: 0 })
  const seconds = sessions * SESSION_SECONDS
  const [seen] = observe(simulator.events(), { instruments: [instrument], start: START, seconds, bookLevels: 0 })
  if (seen === undefined) throw new Error('one instrument is observed')
  return measure(sampleOf(seen))
}
