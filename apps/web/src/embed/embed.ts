/**
 * The one script that other pages load to show a market: `<tapedeck-ticker symbols="BTC-USD,ETH-USD">` and `<tapedeck-chart symbol="BTC-USD">`. The server is the one
 * that the script came from, unless `server` names another; it has to allow the page's origin (`--allow-origin`).
 */

import { ChartElement } from './chart-element.ts'
import { TickerElement } from './ticker-element.ts'

customElements.define('tapedeck-ticker', TickerElement)
customElements.define('tapedeck-chart', ChartElement)
