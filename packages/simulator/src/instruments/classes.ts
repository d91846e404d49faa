/**
 * Classes of instruments: what those of one kind usually have in common, so that a file says only what differs. The figures
 * are ours, within what is published: multifractal volatility (Calvet & Fisher 2004), tail indices near 3 (Gopikrishnan et al.
 * 1998), leverage in shares and hardly any in FX, spreads in proportion to volatility (Wyart et al. 2008).
 */

import type { DayStart, Instrument } from '@tapedeck/protocol'
import type { NumberParameter } from './parameters.ts'
import type { SeasonName } from './simulated-instrument.ts'

const CRYPTO_DAY: DayStart = { time: '00:00', timeZone: 'UTC' }
const FX_DAY: DayStart = { time: '17:00', timeZone: 'America/New_York' }
const EQUITY_DAY: DayStart = { time: '00:00', timeZone: 'America/New_York' }

export interface InstrumentClass extends Readonly<Record<NumberParameter, number>> {
  /** In words. */
  readonly meaning: string
  readonly venue: string
  readonly assetClass: Instrument['assetClass']
  /** Null: the last three letters of the symbol. */
  readonly currency: string | null
  readonly dayStart: DayStart
  readonly barSource: Instrument['barSource']
  /** Decimals; null where it follows from the usual size of a trade. */
  readonly sizeIncrement: number | null
  /** Null where any size is a board lot. */
  readonly lotSize: number | null
  /** As a share of the price; null for large ticks, which have `eta`. */
  readonly halfSpread: number | null
  readonly eta: number | null
  readonly season: SeasonName
  /** On its real calendar; an instrument that trades round the clock has none. */
  readonly overnightShare: number
  readonly realCalendar: string
  readonly factor: string
}

const EQUITY: InstrumentClass = {
  meaning: 'Shares with a spread of a few ticks.',
  venue: 'SIM-EQUITY',
  assetClass: 'equity',
  currency: 'USD',
  dayStart: EQUITY_DAY,
  barSource: 'trade',
  sizeIncrement: 1,
  lotSize: 100,
  halfSpread: 4e-5,
  eta: null,
  tradesPerSecond: 0.5,
  ordersPerTrade: 12,
  dailyVolatility: 0.017,
  volatilityContrast: 1.55,
  tailIndex: 3.2,
  leverageFast: 0.15,
  leverageSlow: 0.1,
  season: 'reverse-j',
  overnightShare: 0.25,
  realCalendar: 'us-equity',
  factor: 'equity',
  factorLoading: 0.5,
}

const FX: InstrumentClass = {
  meaning: 'Pairs of large currencies.',
  venue: 'SIM-FX',
  assetClass: 'fx',
  currency: null,
  dayStart: FX_DAY,
  barSource: 'mid',
  sizeIncrement: 1_000,
  lotSize: 100_000,
  halfSpread: 1.2e-5,
  eta: null,
  tradesPerSecond: 0.5,
  ordersPerTrade: 16,
  dailyVolatility: 0.005,
  volatilityContrast: 1.45,
  tailIndex: 4,
  leverageFast: 0,
  leverageSlow: 0,
  season: 'three-centres',
  overnightShare: 0.05,
  realCalendar: 'fx',
  factor: 'dollar',
  factorLoading: 0.5,
}

const CRYPTO: InstrumentClass = {
  meaning: 'Large coins against a currency.',
  venue: 'SIM-CRYPTO',
  assetClass: 'crypto',
  currency: 'USD',
  dayStart: CRYPTO_DAY,
  barSource: 'trade',
  sizeIncrement: null,
  lotSize: null,
  halfSpread: 3e-5,
  eta: null,
  tradesPerSecond: 1,
  ordersPerTrade: 12,
  dailyVolatility: 0.045,
  volatilityContrast: 1.58,
  tailIndex: 3,
  leverageFast: 0.05,
  leverageSlow: 0.05,
  season: 'daily-wave',
  overnightShare: 0,
  realCalendar: '24/7',
  factor: 'crypto',
  factorLoading: 0.6,
}

export const CLASS_NAMES = [
  'us-equity',
  'large-tick-equity',
  'dear-equity',
  'fx-major',
  'fx-emerging',
  'crypto',
  'crypto-tiny',
  'index',
] as const
export type ClassName = (typeof CLASS_NAMES)[number]

export const INSTRUMENT_CLASSES: Readonly<Record<ClassName, InstrumentClass>> = {
  'us-equity': EQUITY,
  'large-tick-equity': {
    ...EQUITY,
    meaning: 'Cheap shares: the spread is nearly always one tick.',
    halfSpread: null,
    eta: 0.2,
    dailyVolatility: 0.02,
  },
  'dear-equity': {
    ...EQUITY,
    meaning: 'Shares so dear that the board lot is one, quoted far more often than traded.',
    lotSize: 1,
    halfSpread: 1.7e-4,
    tradesPerSecond: 0.06,
    ordersPerTrade: 30,
    dailyVolatility: 0.011,
  },
  'fx-major': FX,
  'fx-emerging': {
    ...FX,
    meaning: 'A large currency against a smaller one.',
    halfSpread: 3.5e-5,
    tradesPerSecond: 0.25,
    dailyVolatility: 0.008,
    volatilityContrast: 1.5,
    tailIndex: 3.2,
    leverageFast: 0.03,
    leverageSlow: 0.03,
    factorLoading: 0.4,
  },
  crypto: CRYPTO,
  'crypto-tiny': {
    ...CRYPTO,
    meaning: 'Coins at a small fraction of a cent, whose tick is large.',
    halfSpread: null,
    eta: 0.25,
    tradesPerSecond: 0.6,
    dailyVolatility: 0.07,
    volatilityContrast: 1.65,
    tailIndex: 2.8,
  },
  index: {
    ...EQUITY,
    meaning: 'An index or a commodity, as a contract for difference.',
    venue: 'SIM-INDEX',
    assetClass: 'index',
    dayStart: FX_DAY,
    barSource: 'mid',
    sizeIncrement: 0.1,
    lotSize: 1,
    tradesPerSecond: 0.35,
    ordersPerTrade: 16,
    dailyVolatility: 0.01,
    overnightShare: 0.05,
    realCalendar: 'us-index',
    factorLoading: 0.9,
  },
}
