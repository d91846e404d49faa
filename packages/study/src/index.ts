/** What a market looks like in numbers and pictures: stylised facts measured, judged by published figures, and drawn. */

export { ACCEPTANCE, type AcceptanceRow, type Range } from './acceptance/acceptance.ts'
export { MARKET_CLASSES, runSeed, SESSIONS, type MarketClass } from './acceptance/market-class.ts'
export { OTHER_ROWS } from './acceptance/other-rows.ts'
export { READINGS, type Figure, type Reading } from './acceptance/published.ts'
export { measure, sampleOf, type Measured, type Sample } from './acceptance/sample.ts'
export { judge, type Verdict } from './acceptance/verdict.ts'
export { verdictLine } from './acceptance/verdict-text.ts'
export { observe, type MarketOrders, type Observation, type ObserveOptions } from './observation/observe.ts'
export type { BookObservation } from './observation/book-watch.ts'
export type { SpreadObservation } from './observation/spread-watch.ts'
export { marketReport, type MarketReportOptions } from './report/market-report.ts'
