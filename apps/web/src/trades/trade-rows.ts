/**
 * The rows of the list, written to directly: a trade takes the row that fell off the end to the top, and no other row is touched. They are
 * plain elements, because a framework's list would be compared as a whole at every frame.
 */

import type { InstrumentInfo } from '@tapedeck/protocol'
import { formatPrice, formatSize } from '../format/price.ts'
import { formatTimeMs } from '../format/time.ts'
import { m } from '../paraglide/messages.js'
import type { ListedTrade } from './trade-memory.ts'

/** Rows of the list. */
export const MOST_ROWS = 200
/** Characters of `14:` in `14:30:00.250`. */
const HOUR = 3

type RowInstrument = Pick<InstrumentInfo, 'pricePrecision' | 'sizePrecision'>

/** How a trade looks: 0 to 1, which is a large one. */
type WeightOf = (listed: ListedTrade) => number

export interface TradeRows {
  /** Shows these and no others, newest first. */
  replace(trades: readonly ListedTrade[], instrument: RowInstrument, weightOf: WeightOf): void
  /** Puts newer ones on top; newest first as well. */
  prepend(trades: readonly ListedTrade[], instrument: RowInstrument, weightOf: WeightOf): void
  /** Strikes a trade through, if it is shown. */
  strike(listed: ListedTrade): void
}

interface Row {
  readonly root: HTMLElement
  readonly hour: HTMLElement
  readonly time: HTMLElement
  readonly side: HTMLElement
  readonly price: HTMLElement
  readonly size: HTMLElement
  readonly bar: HTMLElement
  listed: ListedTrade | undefined
}

/** Creates rows in an empty list. */
export function createTradeRows(list: HTMLElement): TradeRows {
  /** Newest first, as they stand in the list. */
  let rows: Row[] = []

  const write = (row: Row, listed: ListedTrade, instrument: RowInstrument, weight: number): void => {
    const { trade } = listed
    const time = formatTimeMs(trade.ts)
    const { dataset } = row.root
    row.listed = listed
    row.hour.textContent = time.slice(0, HOUR)
    row.time.textContent = time.slice(HOUR)
    row.side.textContent = sideText(listed)
    row.price.textContent = formatPrice(trade.price, instrument.pricePrecision)
    row.size.textContent = formatSize(trade.size, instrument.sizePrecision)
    row.bar.style.backgroundSize = `${(weight * 100).toFixed(0)}% 100%`
    dataset['trade'] = String(trade.tradeId)
    dataset['side'] = trade.aggressorSide
    dataset['condition'] = trade.condition
    dataset['large'] = String(weight >= 1)
    dataset['busted'] = String(listed.isBusted)
  }

  return {
    replace(trades, instrument, weightOf) {
      const shown = trades.slice(0, MOST_ROWS)
      for (const row of rows.splice(shown.length)) row.root.remove()
      shown.forEach((listed, index) => {
        let row = rows[index]
        if (row === undefined) {
          row = createRow()
          rows.push(row)
          list.append(row.root)
        }
        write(row, listed, instrument, weightOf(listed))
      })
    },
    prepend(trades, instrument, weightOf) {
      const added = trades.slice(0, MOST_ROWS)
      const free = rows.splice(Math.max(0, Math.min(rows.length, MOST_ROWS - added.length)))
      const fresh = added.map((listed) => {
        const row = free.pop() ?? createRow()
        write(row, listed, instrument, weightOf(listed))
        return row
      })
      list.prepend(...fresh.map(({ root }) => root))
      rows = [...fresh, ...rows]
    },
    strike(listed) {
      const row = rows.find((each) => each.listed?.trade === listed.trade)
      if (row === undefined) return
      row.listed = listed
      row.root.dataset['busted'] = 'true'
      row.side.textContent = sideText(listed)
    },
  }
}

/** What is told by colour, arrow and line, for who cannot see them. */
function sideText({ trade, isBusted }: ListedTrade): string {
  const texts = { buy: m.book_trades_buy, sell: m.book_trades_sell, unknown: m.book_trades_unknown }
  const side = texts[trade.aggressorSide]()
  return isBusted ? `${side}, ${m.book_trades_busted()}` : side
}

function createRow(): Row {
  const root = document.createElement('li')
  const part = (parent: HTMLElement, name: string): HTMLElement => {
    const element = document.createElement('span')
    element.className = name
    parent.append(element)
    return element
  }
  const bar = part(root, 'bar')
  const time = part(root, 'time')
  const hour = part(time, 'hour')
  const rest = part(time, 'rest')
  part(root, 'arrow')
  const side = part(root, 'unseen')
  const price = part(root, 'price')
  const size = part(root, 'size')
  return { root, hour, time: rest, side, price, size, bar, listed: undefined }
}
