/** `<tapedeck-ticker symbols="BTC-USD,ETH-USD">`: symbols in a row, each with its last price and its change of the day. */

import type { DeckHandle, Subscription } from '@tapedeck/client'
import type { InstrumentInfo, Stats } from '@tapedeck/protocol'
import { directionOf, formatPercent } from '../format/change.ts'
import { UNKNOWN } from '../format/decimal.ts'
import { formatPrice } from '../format/price.ts'
import { m } from '../paraglide/messages.js'
import { EmbeddedElement, observed, spelledOnTape } from './embedded-element.ts'

/** Updates a second that somebody who glances at it can see. */
const MAX_RATE = 4

const STYLE = `
:host { display: block; }
.root { display: flex; flex-wrap: wrap; gap: 6px 22px; padding: 8px 12px; background: var(--ground); color: var(--ink-2);
  font: 13px/1.4 var(--sans); }
.root:not([data-state='connected']) { filter: saturate(.15) opacity(.68); }
.item { display: inline-flex; gap: 8px; white-space: nowrap; }
.symbol { color: var(--ink); font-weight: 600; }
.last, .change { font-family: var(--mono); font-variant-numeric: tabular-nums; }
[data-direction='up'] { color: var(--up); }
[data-direction='down'] { color: var(--down); }
[data-direction='up']::before { content: '▲ '; font-size: .7em; }
[data-direction='down']::before { content: '▼ '; font-size: .7em; }
.problem { margin: 0; color: var(--warn); }
`

interface Item {
  readonly last: HTMLElement
  readonly change: HTMLElement
}

export class TickerElement extends EmbeddedElement {
  static readonly observedAttributes: string[] = observed('symbols')

  constructor() {
    super(STYLE)
  }

  protected show(source: DeckHandle, failed: (thrown: unknown) => void): () => void {
    let subscription: Subscription | undefined
    let isOver = false
    const asked = namesIn(this.getAttribute('symbols') ?? '')
    source.instruments().then(
      (table) => {
        if (isOver) return
        const infos = new Map(table.map((info) => [info.symbol, info]))
        const symbols = asked.map((name) => spelledOnTape(name, table))
        const items = new Map(symbols.map((symbol) => [symbol, this.#item(symbol)]))
        this.root.replaceChildren(...[...items.values()].map(({ element }) => element))
        const draw = (symbol: string, stats: Stats | null): void => {
          const item = items.get(symbol)
          const info = infos.get(symbol)
          if (item !== undefined && info !== undefined) write(item, info, stats)
        }
        const known = symbols.filter((symbol) => infos.has(symbol))
        const unknown = symbols.filter((symbol) => !infos.has(symbol))
        if (unknown.length > 0) this.say(m.embed_unknown({ symbols: unknown.join(', ') }))
        if (symbols.length === 0) this.say(m.embed_no_symbol({ example: 'symbols="BTC-USD,ETH-USD"' }))
        if (known.length === 0) return
        // one bad symbol would refuse all of them
        subscription = source.subscribe(
          { symbols: known, channels: ['stats'], maxRate: MAX_RATE },
          {
            snapshot: (snapshot) => {
              if (snapshot.channel === 'stats') draw(snapshot.symbol, snapshot.data)
            },
            stats: (stats) => draw(stats.symbol, stats),
            refused: ({ message }) => this.say(message),
          },
        )
      },
      (thrown: unknown) => {
        if (!isOver) failed(thrown)
      },
    )
    return () => {
      isOver = true
      subscription?.unsubscribe()
    }
  }

  #item(symbol: string): Item & { readonly element: HTMLElement } {
    const part = (name: string, text: string): HTMLElement => {
      const element = document.createElement('span')
      element.className = name
      element.setAttribute('part', name)
      element.textContent = text
      return element
    }
    const element = part('item', '')
    element.dataset['symbol'] = symbol
    const last = part('last', UNKNOWN)
    const change = part('change', UNKNOWN)
    element.append(part('symbol', symbol), last, change)
    return { element, last, change }
  }
}

/** What stands between the commas, each once. */
function namesIn(list: string): readonly string[] {
  const names = list.split(',').map((name) => name.trim())
  return [...new Map(names.filter((name) => name !== '').map((name) => [name.toUpperCase(), name])).values()]
}

function write({ last, change }: Item, { pricePrecision }: InstrumentInfo, stats: Stats | null): void {
  last.textContent = formatPrice(stats?.last ?? null, pricePrecision)
  change.textContent = formatPercent(stats?.changePercent ?? null)
  change.dataset['direction'] = directionOf(stats?.change ?? null)
}
