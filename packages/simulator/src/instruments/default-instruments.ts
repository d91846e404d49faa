/**
 * The thirty instruments of the default market. Steps and precisions are those of large venues; prices are round figures near
 * which each starts; daily volatilities are the usual ones (FX and BTC: Rev. Quant. Fin. Acc. 2022, PMC8984083, Table 2).
 */

import { fromDecimal, scaledPrice, scaledSize, type DayStart, type Instrument } from '@tapedeck/protocol'
import type { SimulatedInstrument, SimulationParameters, Spread } from './simulated-instrument.ts'

const CRYPTO_DAY: DayStart = { time: '00:00', timeZone: 'UTC' }
const FX_DAY: DayStart = { time: '17:00', timeZone: 'America/New_York' }
const EQUITY_DAY: DayStart = { time: '00:00', timeZone: 'America/New_York' }

/** What differs from one instrument to the next; prices and sizes as decimals. */
interface Row {
  readonly id: number
  readonly symbol: string
  readonly name: string
  readonly price: number
  readonly pricePrecision: number
  /** In units of the last decimal. Default 1. */
  readonly tickSize?: number
  readonly size: number
  readonly sizePrecision: number
  readonly trades: number
  /** A number is a half-spread in ticks. */
  readonly spread: number | Spread
  readonly volatility: number
  readonly loading: number
}

/** What a whole class has in common. Sizes of lots and increments are scaled. */
interface Class {
  readonly venue: string
  readonly assetClass: Instrument['assetClass']
  readonly dayStart: DayStart
  readonly barSource: Instrument['barSource']
  readonly sizeIncrement: number
  readonly lotSize: number
  readonly factor: string
  readonly quotesPerTrade: number
  readonly contrast: number
  readonly tailIndex: number
  readonly leverage: readonly [fast: number, slow: number]
}

const CRYPTO: Class = {
  venue: 'SIM-CRYPTO',
  assetClass: 'crypto',
  dayStart: CRYPTO_DAY,
  barSource: 'trade',
  sizeIncrement: 1,
  lotSize: 1,
  factor: 'crypto',
  quotesPerTrade: 5,
  contrast: 1.6,
  tailIndex: 3,
  leverage: [0.05, 0.05],
}
const TINY_CRYPTO: Class = { ...CRYPTO, contrast: 1.65, tailIndex: 2.8 }
const FX: Class = {
  venue: 'SIM-FX',
  assetClass: 'fx',
  dayStart: FX_DAY,
  barSource: 'mid',
  sizeIncrement: 1_000,
  lotSize: 100_000,
  factor: 'dollar',
  quotesPerTrade: 8,
  contrast: 1.45,
  tailIndex: 4,
  leverage: [0, 0],
}
const EMERGING_FX: Class = { ...FX, contrast: 1.5, tailIndex: 3.2, leverage: [0.03, 0.03] }
const EQUITY: Class = {
  venue: 'SIM-EQUITY',
  assetClass: 'equity',
  dayStart: EQUITY_DAY,
  barSource: 'trade',
  sizeIncrement: 1,
  lotSize: 100,
  factor: 'equity',
  quotesPerTrade: 5,
  contrast: 1.55,
  tailIndex: 3.2,
  leverage: [0.15, 0.1],
}
/** So dear that the board lot is a single share; quoted far more often than traded. */
const DEAR_EQUITY: Class = { ...EQUITY, lotSize: 1, quotesPerTrade: 20 }
const INDEX: Class = {
  ...EQUITY,
  venue: 'SIM-INDEX',
  assetClass: 'index',
  dayStart: FX_DAY,
  barSource: 'mid',
  lotSize: 10,
  quotesPerTrade: 10,
}

// prettier-ignore
const ROWS: readonly (readonly [Class, Row])[] = [
  [CRYPTO, { id: 1, symbol: 'BTC-USD', name: 'Bitcoin / US dollar', price: 97_250, pricePrecision: 2, size: 0.01, sizePrecision: 8, trades: 3, spread: 200, volatility: 0.035, loading: 0.75 }],
  [CRYPTO, { id: 2, symbol: 'ETH-USD', name: 'Ether / US dollar', price: 3_450, pricePrecision: 2, size: 0.12, sizePrecision: 8, trades: 2.2, spread: 9, volatility: 0.042, loading: 0.75 }],
  [CRYPTO, { id: 3, symbol: 'SOL-USD', name: 'Solana / US dollar', price: 182, pricePrecision: 2, size: 2.5, sizePrecision: 8, trades: 1.2, spread: 1, volatility: 0.05, loading: 0.65 }],
  [CRYPTO, { id: 4, symbol: 'XRP-USD', name: 'XRP / US dollar', price: 2.2, pricePrecision: 4, size: 150, sizePrecision: 6, trades: 1, spread: 1.2, volatility: 0.05, loading: 0.6 }],
  [CRYPTO, { id: 5, symbol: 'DOGE-USD', name: 'Dogecoin / US dollar', price: 0.38, pricePrecision: 5, size: 900, sizePrecision: 1, trades: 0.8, spread: 2.5, volatility: 0.055, loading: 0.6 }],
  [TINY_CRYPTO, { id: 6, symbol: 'SHIB-USD', name: 'Shiba Inu / US dollar', price: 0.00001243, pricePrecision: 8, size: 1_500_000, sizePrecision: 0, trades: 0.6, spread: { kind: 'zone', eta: 0.25 }, volatility: 0.065, loading: 0.6 }],
  [TINY_CRYPTO, { id: 7, symbol: 'PEPE-USD', name: 'Pepe / US dollar', price: 0.000009453, pricePrecision: 9, size: 2_500_000, sizePrecision: 0, trades: 0.6, spread: 1, volatility: 0.075, loading: 0.55 }],
  [CRYPTO, { id: 8, symbol: 'ADA-USD', name: 'Cardano / US dollar', price: 0.92, pricePrecision: 4, size: 300, sizePrecision: 6, trades: 0.5, spread: 0.8, volatility: 0.05, loading: 0.6 }],
  [CRYPTO, { id: 9, symbol: 'AVAX-USD', name: 'Avalanche / US dollar', price: 36.2, pricePrecision: 2, size: 8, sizePrecision: 8, trades: 0.4, spread: 0.6, volatility: 0.05, loading: 0.6 }],
  [CRYPTO, { id: 10, symbol: 'LINK-USD', name: 'Chainlink / US dollar', price: 18.4, pricePrecision: 3, size: 15, sizePrecision: 6, trades: 0.4, spread: 1.5, volatility: 0.05, loading: 0.6 }],
  [CRYPTO, { id: 11, symbol: 'LTC-USD', name: 'Litecoin / US dollar', price: 104, pricePrecision: 2, size: 2, sizePrecision: 8, trades: 0.35, spread: 1, volatility: 0.042, loading: 0.6 }],

  [FX, { id: 12, symbol: 'EUR-USD', name: 'Euro / US dollar', price: 1.0825, pricePrecision: 5, size: 200_000, sizePrecision: 0, trades: 0.9, spread: 1.1, volatility: 0.0048, loading: -0.55 }],
  [FX, { id: 13, symbol: 'USD-JPY', name: 'US dollar / Japanese yen', price: 151.2, pricePrecision: 3, size: 200_000, sizePrecision: 0, trades: 0.7, spread: 1.6, volatility: 0.0053, loading: 0.45 }],
  [FX, { id: 14, symbol: 'GBP-USD', name: 'British pound / US dollar', price: 1.2714, pricePrecision: 5, size: 150_000, sizePrecision: 0, trades: 0.5, spread: 1.8, volatility: 0.0054, loading: -0.5 }],
  [FX, { id: 15, symbol: 'AUD-USD', name: 'Australian dollar / US dollar', price: 0.6532, pricePrecision: 5, size: 150_000, sizePrecision: 0, trades: 0.45, spread: 1.3, volatility: 0.0062, loading: -0.45 }],
  [FX, { id: 16, symbol: 'USD-CHF', name: 'US dollar / Swiss franc', price: 0.8816, pricePrecision: 5, size: 150_000, sizePrecision: 0, trades: 0.35, spread: 1.5, volatility: 0.005, loading: 0.5 }],
  [FX, { id: 17, symbol: 'USD-CAD', name: 'US dollar / Canadian dollar', price: 1.3931, pricePrecision: 5, size: 150_000, sizePrecision: 0, trades: 0.35, spread: 1.9, volatility: 0.00457, loading: 0.45 }],
  [FX, { id: 18, symbol: 'EUR-GBP', name: 'Euro / British pound', price: 0.8412, pricePrecision: 5, size: 100_000, sizePrecision: 0, trades: 0.3, spread: 1.5, volatility: 0.0042, loading: 0 }],
  [EMERGING_FX, { id: 19, symbol: 'USD-MXN', name: 'US dollar / Mexican peso', price: 17.1, pricePrecision: 5, tickSize: 10, size: 100_000, sizePrecision: 0, trades: 0.25, spread: 6, volatility: 0.008, loading: 0.4 }],

  [EQUITY, { id: 20, symbol: 'AAPL', name: 'Apple Inc.', price: 232.5, pricePrecision: 2, size: 80, sizePrecision: 0, trades: 1.1, spread: 0.9, volatility: 0.016, loading: 0.55 }],
  [EQUITY, { id: 21, symbol: 'MSFT', name: 'Microsoft Corporation', price: 438, pricePrecision: 2, size: 60, sizePrecision: 0, trades: 0.7, spread: 1.5, volatility: 0.015, loading: 0.6 }],
  [EQUITY, { id: 22, symbol: 'NVDA', name: 'NVIDIA Corporation', price: 138.2, pricePrecision: 2, size: 120, sizePrecision: 0, trades: 1.6, spread: 0.8, volatility: 0.027, loading: 0.5 }],
  [EQUITY, { id: 23, symbol: 'AMZN', name: 'Amazon.com, Inc.', price: 224, pricePrecision: 2, size: 80, sizePrecision: 0, trades: 0.7, spread: 1, volatility: 0.018, loading: 0.55 }],
  [EQUITY, { id: 24, symbol: 'GOOGL', name: 'Alphabet Inc.', price: 176.4, pricePrecision: 2, size: 80, sizePrecision: 0, trades: 0.6, spread: 0.9, volatility: 0.017, loading: 0.55 }],
  [EQUITY, { id: 25, symbol: 'TSLA', name: 'Tesla, Inc.', price: 352, pricePrecision: 2, size: 90, sizePrecision: 0, trades: 1.3, spread: 1.9, volatility: 0.034, loading: 0.45 }],
  [EQUITY, { id: 26, symbol: 'JPM', name: 'JPMorgan Chase & Co.', price: 243, pricePrecision: 2, size: 60, sizePrecision: 0, trades: 0.25, spread: 1.4, volatility: 0.014, loading: 0.5 }],
  [EQUITY, { id: 27, symbol: 'XOM', name: 'Exxon Mobil Corporation', price: 112.3, pricePrecision: 2, size: 90, sizePrecision: 0, trades: 0.25, spread: 0.8, volatility: 0.014, loading: 0.35 }],
  [DEAR_EQUITY, { id: 28, symbol: 'BRK-A', name: 'Berkshire Hathaway Inc. class A', price: 712_000, pricePrecision: 2, size: 1, sizePrecision: 0, trades: 0.06, spread: 12_000, volatility: 0.011, loading: 0.5 }],
  [EQUITY, { id: 29, symbol: 'F', name: 'Ford Motor Company', price: 11.8, pricePrecision: 2, size: 300, sizePrecision: 0, trades: 0.4, spread: { kind: 'zone', eta: 0.2 }, volatility: 0.02, loading: 0.45 }],
  [INDEX, { id: 30, symbol: 'SPX-CFD', name: 'US 500 index, contract for difference', price: 5_980, pricePrecision: 1, size: 2, sizePrecision: 1, trades: 0.35, spread: 2.2, volatility: 0.01, loading: 0.9 }],
]

/** The default market. Ids are stable. */
export const DEFAULT_INSTRUMENTS: readonly SimulatedInstrument[] = ROWS.map(([kind, row]) => ({
  instrument: instrumentOf(kind, row),
  parameters: parametersOf(kind, row),
}))

function instrumentOf(kind: Class, row: Row): Instrument {
  return {
    id: row.id,
    symbol: row.symbol,
    name: row.name,
    venue: kind.venue,
    assetClass: kind.assetClass,
    currency: kind.assetClass === 'fx' ? row.symbol.slice(-3) : 'USD',
    pricePrecision: row.pricePrecision,
    tickSize: scaledPrice(row.tickSize ?? 1),
    sizePrecision: row.sizePrecision,
    sizeIncrement: scaledSize(kind.sizeIncrement),
    lotSize: scaledSize(kind.lotSize),
    barSource: kind.barSource,
    dayStart: kind.dayStart,
    calendar: '24/7',
  }
}

function parametersOf(kind: Class, row: Row): SimulationParameters {
  return {
    referencePrice: scaledPrice(fromDecimal(row.price, row.pricePrecision)),
    tradesPerSecond: row.trades,
    quotesPerTrade: kind.quotesPerTrade,
    dailyVolatility: row.volatility,
    volatilityContrast: kind.contrast,
    tailIndex: kind.tailIndex,
    leverageFast: kind.leverage[0],
    leverageSlow: kind.leverage[1],
    spread: typeof row.spread === 'number' ? { kind: 'half', ticks: row.spread } : row.spread,
    typicalSize: scaledSize(fromDecimal(row.size, row.sizePrecision)),
    factor: kind.factor,
    factorLoading: row.loading,
  }
}
