/** Turns the rows of CSV files into one sequence of numbered events. */

import {
  powerOfTen,
  scaledPrice,
  scaledSize,
  seq,
  type Instrument,
  type Micros,
  type ScaledPrice,
  type ScaledSize,
  type SourceEvent,
} from '@tapedeck/protocol'
import type { CsvRows } from './csv-rows.ts'

/** Events in order of time, quotes before trades at the same instant, each kind numbered from 1. */
export function makeEvents({ quotes, trades }: CsvRows, instrument: Instrument): SourceEvent[] {
  const pricePower = powerOfTen(instrument.pricePrecision)
  const sizePower = powerOfTen(instrument.sizePrecision)
  const price = (n: number | undefined = NaN): ScaledPrice => scaledPrice(Math.round(n * pricePower))
  const size = (n: number | undefined = NaN): ScaledSize => scaledSize(Math.round(n * sizePower))
  const priceOrNull = (n: number | undefined = NaN): ScaledPrice | null => (Number.isNaN(n) ? null : price(n))
  const sizeOrNull = (n: number | undefined = NaN): ScaledSize | null => (Number.isNaN(n) ? null : size(n))

  const quoteEvent = (row: number, ts: Micros, number: number): SourceEvent => ({
    type: 'quote',
    ts,
    tsRecv: ts,
    seq: seq(number),
    instrumentId: instrument.id,
    bid: priceOrNull(quotes.bid[row]),
    bidSize: sizeOrNull(quotes.bidSize[row]),
    ask: priceOrNull(quotes.ask[row]),
    askSize: sizeOrNull(quotes.askSize[row]),
  })
  const tradeEvent = (row: number, ts: Micros, number: number): SourceEvent => ({
    type: 'trade',
    ts,
    tsRecv: ts,
    seq: seq(number),
    instrumentId: instrument.id,
    tradeId: trades.tradeId[row] ?? number,
    price: price(trades.price[row]),
    size: size(trades.size[row]),
    aggressorSide: trades.side[row] ?? 'unknown',
    condition: 'regular',
  })

  const quoteOrder = orderByTime(quotes.ts)
  const tradeOrder = orderByTime(trades.ts)
  const events: SourceEvent[] = []
  let nextQuote = 0
  let nextTrade = 0
  for (;;) {
    const quoteRow = quoteOrder[nextQuote]
    const tradeRow = tradeOrder[nextTrade]
    const quoteTs = quoteRow === undefined ? undefined : quotes.ts[quoteRow]
    const tradeTs = tradeRow === undefined ? undefined : trades.ts[tradeRow]
    if (quoteRow !== undefined && quoteTs !== undefined && (tradeTs === undefined || quoteTs <= tradeTs)) {
      events.push(quoteEvent(quoteRow, quoteTs, ++nextQuote))
    } else if (tradeRow !== undefined && tradeTs !== undefined) {
      events.push(tradeEvent(tradeRow, tradeTs, ++nextTrade))
    } else {
      return events
    }
  }
}

/** Rows by time; those of one instant stay in their order. */
function orderByTime(times: readonly number[]): readonly number[] {
  return times.map((_, row) => row).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b)
}
