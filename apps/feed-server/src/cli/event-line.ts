/** An event of a tape as one line of JSON in the public form: symbols and plain decimals, as clients see them. */

import {
  instrumentInfoOf,
  powerOfTen,
  quoteOf,
  statusOf,
  TapedeckError,
  tradeBustOf,
  tradeOf,
  type BookLevel,
  type Instrument,
  type SourceEvent,
} from '@tapedeck/protocol'

/** The line, without its end. `instrumentOf` knows the instruments as they are at the event. Throws `TAPE_CORRUPT` for one that it does not know. */
export function eventLine(event: SourceEvent, instrumentOf: (id: number) => Instrument | undefined): string {
  const known = (id: number): Instrument => {
    const instrument = instrumentOf(id)
    if (instrument !== undefined) return instrument
    throw new TapedeckError('TAPE_CORRUPT', `an event names instrument ${id}, which the tape does not know`, { id })
  }
  return JSON.stringify({ type: event.type, ...publicForm(event, known) })
}

function publicForm(event: SourceEvent, known: (id: number) => Instrument): object {
  const head = { seq: event.seq, ts: event.ts, tsRecv: event.tsRecv }
  switch (event.type) {
    case 'quote':
      return quoteOf(event, known(event.instrumentId))
    case 'trade':
      return tradeOf(event, known(event.instrumentId))
    case 'trade-bust':
      return { ...tradeBustOf(event, known(event.instrumentId)), tsTrade: event.tsTrade }
    case 'status':
      return statusOf(event, known(event.instrumentId))
    case 'book': {
      const instrument = known(event.instrumentId)
      const { symbol } = instrument
      const { action, bids, asks } = event
      return { symbol, ...head, action, bids: levelsOf(bids, instrument), asks: levelsOf(asks, instrument) }
    }
    case 'instrument':
      return {
        symbol: event.instrument.symbol,
        ...head,
        action: event.action,
        instrument: instrumentInfoOf(event.instrument),
      }
    case 'gap': {
      const { fromSeq, toSeq, tsFrom, tsTo, cause } = event
      const symbol = event.instrumentId === null ? null : known(event.instrumentId).symbol
      return { symbol, ...head, fromSeq, toSeq, tsFrom, tsTo, cause }
    }
    case 'marker':
      return { ...head, name: event.name, params: event.params }
    case 'opaque':
      return { ...head, kind: event.kind, payload: Buffer.from(event.payload).toString('base64') }
  }
}

/** Pairs of price and size, with the number of orders where it is known. */
function levelsOf(levels: readonly BookLevel[], { pricePrecision, sizePrecision }: Instrument): readonly number[][] {
  return levels.map(({ price, size, orderCount }) => {
    const pair = [price / powerOfTen(pricePrecision), size / powerOfTen(sizePrecision)]
    return orderCount === undefined ? pair : [...pair, orderCount]
  })
}
