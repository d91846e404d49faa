/**
 * The thirty instruments of the default market. Steps and precisions are those of large venues; prices are round figures near
 * which each starts; daily volatilities are the usual ones (FX and BTC: Rev. Quant. Fin. Acc. 2022, PMC8984083, Table 2).
 */

import { buildInstrument, type InstrumentEntry } from './entry.ts'
import type { SimulatedInstrument } from './simulated-instrument.ts'

/** As people write them. Ids are stable. */
// prettier-ignore
export const DEFAULT_ENTRIES: readonly (InstrumentEntry & { readonly id: number })[] = [
  { id: 1, class: 'crypto', symbol: 'BTC-USD', name: 'Bitcoin / US dollar', price: 97_250, tickSize: 0.01, size: 0.01, sizeIncrement: 0.00000001, tradesPerSecond: 8, halfSpread: 550, dailyVolatility: 0.045, factorLoading: 0.75 },
  { id: 2, class: 'crypto', symbol: 'ETH-USD', name: 'Ether / US dollar', price: 3_450, tickSize: 0.01, size: 0.12, sizeIncrement: 0.00000001, tradesPerSecond: 5, halfSpread: 18, dailyVolatility: 0.048, factorLoading: 0.75 },
  { id: 3, class: 'crypto', symbol: 'SOL-USD', name: 'Solana / US dollar', price: 182, tickSize: 0.01, size: 1.2, sizeIncrement: 0.00000001, tradesPerSecond: 2.4, halfSpread: 1.5, dailyVolatility: 0.05, factorLoading: 0.65 },
  { id: 4, class: 'crypto', symbol: 'XRP-USD', name: 'XRP / US dollar', price: 2.2, tickSize: 0.0001, size: 150, sizeIncrement: 0.000001, tradesPerSecond: 2, halfSpread: 2, dailyVolatility: 0.05, factorLoading: 0.6 },
  { id: 5, class: 'crypto', symbol: 'DOGE-USD', name: 'Dogecoin / US dollar', price: 0.38, tickSize: 0.00001, size: 900, sizeIncrement: 0.1, tradesPerSecond: 0.8, halfSpread: 5.5, dailyVolatility: 0.055, factorLoading: 0.6 },
  { id: 6, class: 'crypto-tiny', symbol: 'SHIB-USD', name: 'Shiba Inu / US dollar', price: 0.00001243, tickSize: 0.00000001, size: 1_500_000, sizeIncrement: 1, tradesPerSecond: 0.6, eta: 0.25, dailyVolatility: 0.065, factorLoading: 0.6 },
  { id: 7, class: 'crypto-tiny', symbol: 'PEPE-USD', name: 'Pepe / US dollar', price: 0.000009453, tickSize: 0.000000001, size: 2_500_000, sizeIncrement: 1, tradesPerSecond: 0.6, halfSpread: 2.2, dailyVolatility: 0.075, factorLoading: 0.55 },
  { id: 8, class: 'crypto', symbol: 'ADA-USD', name: 'Cardano / US dollar', price: 0.92, tickSize: 0.0001, size: 300, sizeIncrement: 0.000001, tradesPerSecond: 0.5, halfSpread: 1.6, dailyVolatility: 0.05, factorLoading: 0.6 },
  { id: 9, class: 'crypto', symbol: 'AVAX-USD', name: 'Avalanche / US dollar', price: 36.2, tickSize: 0.01, size: 8, sizeIncrement: 0.00000001, tradesPerSecond: 0.4, halfSpread: 0.8, dailyVolatility: 0.05, factorLoading: 0.6 },
  { id: 10, class: 'crypto', symbol: 'LINK-USD', name: 'Chainlink / US dollar', price: 18.4, tickSize: 0.001, size: 15, sizeIncrement: 0.000001, tradesPerSecond: 0.4, halfSpread: 3.4, dailyVolatility: 0.05, factorLoading: 0.6 },
  { id: 11, class: 'crypto', symbol: 'LTC-USD', name: 'Litecoin / US dollar', price: 104, tickSize: 0.01, size: 2, sizeIncrement: 0.00000001, tradesPerSecond: 0.35, halfSpread: 1.8, dailyVolatility: 0.042, factorLoading: 0.6 },

  { id: 12, class: 'fx-major', symbol: 'EUR-USD', name: 'Euro / US dollar', price: 1.0825, tickSize: 0.00001, size: 200_000, tradesPerSecond: 0.9, halfSpread: 1.1, dailyVolatility: 0.0048, factorLoading: -0.55 },
  { id: 13, class: 'fx-major', symbol: 'USD-JPY', name: 'US dollar / Japanese yen', price: 151.2, tickSize: 0.001, size: 200_000, tradesPerSecond: 0.7, halfSpread: 1.6, dailyVolatility: 0.0053, factorLoading: 0.45 },
  { id: 14, class: 'fx-major', symbol: 'GBP-USD', name: 'British pound / US dollar', price: 1.2714, tickSize: 0.00001, size: 150_000, tradesPerSecond: 0.5, halfSpread: 1.8, dailyVolatility: 0.0054, factorLoading: -0.5 },
  { id: 15, class: 'fx-major', symbol: 'AUD-USD', name: 'Australian dollar / US dollar', price: 0.6532, tickSize: 0.00001, size: 150_000, tradesPerSecond: 0.45, halfSpread: 1.3, dailyVolatility: 0.0062, factorLoading: -0.45 },
  { id: 16, class: 'fx-major', symbol: 'USD-CHF', name: 'US dollar / Swiss franc', price: 0.8816, tickSize: 0.00001, size: 150_000, tradesPerSecond: 0.35, halfSpread: 1.5, dailyVolatility: 0.005, factorLoading: 0.5 },
  { id: 17, class: 'fx-major', symbol: 'USD-CAD', name: 'US dollar / Canadian dollar', price: 1.3931, tickSize: 0.00001, size: 150_000, tradesPerSecond: 0.35, halfSpread: 1.9, dailyVolatility: 0.00457, factorLoading: 0.45 },
  { id: 18, class: 'fx-major', symbol: 'EUR-GBP', name: 'Euro / British pound', price: 0.8412, tickSize: 0.00001, size: 100_000, tradesPerSecond: 0.3, halfSpread: 1.5, dailyVolatility: 0.0042, factorLoading: 0 },
  { id: 19, class: 'fx-emerging', symbol: 'USD-MXN', name: 'US dollar / Mexican peso', price: 17.1, tickSize: 0.0001, pricePrecision: 5, size: 100_000, tradesPerSecond: 0.25, halfSpread: 6, dailyVolatility: 0.008, factorLoading: 0.4 },

  { id: 20, class: 'us-equity', symbol: 'AAPL', name: 'Apple Inc.', price: 232.5, tickSize: 0.01, size: 80, tradesPerSecond: 1.1, halfSpread: 0.9, dailyVolatility: 0.016, factorLoading: 0.55 },
  { id: 21, class: 'us-equity', symbol: 'MSFT', name: 'Microsoft Corporation', price: 438, tickSize: 0.01, size: 60, tradesPerSecond: 0.7, halfSpread: 1.5, dailyVolatility: 0.015, factorLoading: 0.6 },
  { id: 22, class: 'us-equity', symbol: 'NVDA', name: 'NVIDIA Corporation', price: 138.2, tickSize: 0.01, size: 120, tradesPerSecond: 1.6, halfSpread: 0.8, dailyVolatility: 0.027, factorLoading: 0.5 },
  { id: 23, class: 'us-equity', symbol: 'AMZN', name: 'Amazon.com, Inc.', price: 224, tickSize: 0.01, size: 80, tradesPerSecond: 0.7, halfSpread: 1, dailyVolatility: 0.018, factorLoading: 0.55 },
  { id: 24, class: 'us-equity', symbol: 'GOOGL', name: 'Alphabet Inc.', price: 176.4, tickSize: 0.01, size: 80, tradesPerSecond: 0.6, halfSpread: 0.9, dailyVolatility: 0.017, factorLoading: 0.55 },
  { id: 25, class: 'us-equity', symbol: 'TSLA', name: 'Tesla, Inc.', price: 352, tickSize: 0.01, size: 90, tradesPerSecond: 1.3, halfSpread: 1.9, dailyVolatility: 0.034, factorLoading: 0.45 },
  { id: 26, class: 'us-equity', symbol: 'JPM', name: 'JPMorgan Chase & Co.', price: 243, tickSize: 0.01, size: 60, tradesPerSecond: 0.25, halfSpread: 1.4, dailyVolatility: 0.014, factorLoading: 0.5 },
  { id: 27, class: 'us-equity', symbol: 'XOM', name: 'Exxon Mobil Corporation', price: 112.3, tickSize: 0.01, size: 90, tradesPerSecond: 0.25, halfSpread: 0.8, dailyVolatility: 0.014, factorLoading: 0.35 },
  { id: 28, class: 'dear-equity', symbol: 'BRK-A', name: 'Berkshire Hathaway Inc. class A', price: 712_000, tickSize: 0.01, size: 1, tradesPerSecond: 0.06, halfSpread: 12_000, dailyVolatility: 0.011, factorLoading: 0.5 },
  { id: 29, class: 'large-tick-equity', symbol: 'F', name: 'Ford Motor Company', price: 11.8, tickSize: 0.01, size: 300, tradesPerSecond: 0.4, eta: 0.2, dailyVolatility: 0.02, factorLoading: 0.45 },
  { id: 30, class: 'index', symbol: 'SPX-CFD', name: 'US 500 index, contract for difference', price: 5_980, tickSize: 0.1, size: 2, tradesPerSecond: 0.35, halfSpread: 2.2, dailyVolatility: 0.01, factorLoading: 0.9 },
]

/** The default market. */
export const DEFAULT_INSTRUMENTS: readonly SimulatedInstrument[] = DEFAULT_ENTRIES.map((entry) =>
  buildInstrument(entry, entry.id),
)
