/** `<tapedeck-chart symbol="BTC-USD" interval="1m">`: candles over volume, as the page draws them. What draws them is loaded with the first one. */

import { openBars, type Bars, type DeckHandle } from '@tapedeck/client'
import { INTERVALS, isInterval } from '@tapedeck/protocol'
import { BarList } from '../chart/bars/bar-list.ts'
import { readChartTheme } from '../chart/drawing/chart-theme.ts'
import type { PriceChart, PriceChartListener } from '../chart/drawing/price-chart.ts'
import { browserFrames } from '../feed/clock.ts'
import { m } from '../paraglide/messages.js'
import { EmbeddedElement, observed, spelledOnTape } from './embedded-element.ts'

const STYLE = `
:host { display: block; height: 320px; }
.root { position: relative; height: 100%; background: var(--ground); color: var(--ink-2); font: 13px/1.4 var(--sans); }
.root:not([data-state='connected']) { filter: saturate(.15) opacity(.68); }
.drawing { position: absolute; inset: 26px 0 0; }
.title { margin: 0; padding: 4px 12px; color: var(--ink); font-weight: 600; }
.title small { color: var(--ink-3); font-weight: 400; }
/* over what draws */
.problem { position: absolute; inset: auto 0 50%; z-index: 5; margin: 0; padding: 6px 12px; background: var(--ground); color: var(--warn); text-align: center; }
`

export class ChartElement extends EmbeddedElement {
  static readonly observedAttributes: string[] = observed('symbol', 'interval')
  #chart: PriceChart | undefined
  #list = new BarList()

  constructor() {
    super(STYLE)
  }

  protected show(source: DeckHandle, failed: (thrown: unknown) => void): () => void {
    let isOver = false
    let bars: Bars | undefined
    const name = this.getAttribute('symbol') ?? ''
    const asked = this.getAttribute('interval') ?? '1m'
    const interval = isInterval(asked) ? asked : '1m'
    const list = (this.#list = new BarList())
    const drawing = document.createElement('div')
    drawing.className = 'drawing'
    drawing.setAttribute('role', 'img')
    drawing.setAttribute('aria-label', m.embed_bars({ symbol: name, interval }))
    const title = document.createElement('p')
    title.className = 'title'
    const small = document.createElement('small')
    small.textContent = interval
    const shownName = document.createTextNode(name)
    title.append(shownName, ' ', small)
    this.root.replaceChildren(title, drawing)
    if (!isInterval(asked)) this.say(m.embed_interval({ interval: asked, choices: INTERVALS.join(', ') }))

    const listener: PriceChartListener = {
      pointed: () => undefined,
      scrolledAway: () => undefined,
      released: () => undefined,
      nearBeginning: () => {
        if (list.first !== undefined) bars?.loadBefore(list.first.tsOpen)
      },
    }
    const begin = async (): Promise<void> => {
      const [{ createPriceChart }, table] = await Promise.all([
        import('../chart/drawing/price-chart.ts'),
        source.instruments(),
      ])
      if (isOver) return
      const symbol = (shownName.data = spelledOnTape(name, table))
      const info = table.find((each) => each.symbol === symbol)
      if (info === undefined) {
        this.say(
          name === '' ? m.embed_no_symbol({ example: 'symbol="BTC-USD"' }) : m.embed_unknown_symbol({ symbol: name }),
        )
        return
      }
      const chart = createPriceChart(drawing, listener, readChartTheme(this.theme, this.root), false)
      this.#chart = chart
      chart.setInstrument(info, interval)
      chart.setTheme(readChartTheme(this.theme, this.root))
      let isRequested = false
      const draw = (): void => {
        if (isRequested) return
        isRequested = true
        browserFrames.request(() => {
          isRequested = false
          if (isOver) return
          if (list.trim() || isAnew) chart.setBars(list.bars)
          else if (list.last !== undefined) chart.updateBar(list.last)
          isAnew = false
        })
      }
      let isAnew = true
      bars = openBars(
        source,
        { symbol, interval },
        {
          history: (newest) => {
            list.takeNewest(newest)
            isAnew = true
            draw()
          },
          older: (older) => {
            list.takeOlder(older)
            isAnew = true
            draw()
          },
          bar: (bar) => {
            // a bar of another time than the last one closes it, or corrects an old one
            isAnew ||= list.last?.tsOpen !== bar.tsOpen
            list.take(bar)
            draw()
          },
          failed: ({ message }) => this.say(message),
        },
      )
    }
    begin().catch((thrown: unknown) => {
      if (!isOver) failed(thrown)
    })
    return () => {
      isOver = true
      bars?.close()
      this.#chart?.remove()
      this.#chart = undefined
    }
  }

  protected override themeChanged(): void {
    this.#chart?.setTheme(readChartTheme(this.theme, this.root))
    this.#chart?.setBars(this.#list.bars)
  }
}
