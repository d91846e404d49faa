/** The documented face of market state. */

export { createMarket } from './market.ts'
export type {
  BarAnswer,
  BarRange,
  BookState,
  Market,
  MarketListener,
  MarketOptions,
  MarketSelection,
} from './market-face.ts'
