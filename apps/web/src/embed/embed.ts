/**
 * The one script that other pages load to show a market: `<tapedeck-ticker symbols="BTC-USD,ETH-USD">` and `<tapedeck-chart symbol="BTC-USD">`. The server is the one
 * that the script came from, unless `server` names another; it has to allow the page's origin (`--allow-origin`).
 */

import { ChartElement } from './chart-element.ts'
import { speakAsThePage } from './page-language.ts'
import { TickerElement } from './ticker-element.ts'

speakAsThePage()
for (const [name, element] of [
  ['tapedeck-ticker', TickerElement],
  ['tapedeck-chart', ChartElement],
] as const) {
  // a page may have the script twice, from another server too
  if (customElements.get(name) === undefined) customElements.define(name, element)
}
