/** The documented face of market state. */

export { createMarket } from './market.ts'
export type { BarAnswer, BarRange, Market, MarketListener, MarketOptions } from './market-face.ts'
