/** What a tape begins with that is recorded of a deck from where it stands: header, state, and the chart's last bars. */

import { ByteWriter, DEFAULT_HISTORY_BARS, INTERVALS, micros, type BarState, type HistoryBar } from '@tapedeck/protocol'
import { portableHash, type TapeHeader } from '@tapedeck/tape'
import type { Deck } from './deck-face.ts'
import { selectionOf, type PartOptions } from './recorded-part.ts'

export interface Beginning {
  /** Of the deck's epoch, since its numbers go on. Of the same deck, place and part always the same. */
  readonly header: TapeHeader
  /** Null where nothing has happened yet: the history is all that there is. */
  readonly opening: Uint8Array | null
  /** Of the time before the deck's own tape; empty where the opening and `bars` say what was before. */
  readonly history: Iterable<HistoryBar>
  /** Bars that had closed, the newest 500 of each interval, oldest first. */
  readonly bars: readonly BarState[]
}

/** The beginning of a recording that begins now. Throws `UNKNOWN_SYMBOL`. */
export function beginningOf(deck: Deck, options: PartOptions = {}): Beginning {
  const { market } = deck
  // the last hours are a tape that is being deleted as it grows; what is recorded of them stays
  const header: TapeHeader = { ...deck.header, source: deck.header.source === 'rolling' ? 'file' : deck.header.source }
  // the status shows where the clock is: what is due until then may not have been played yet
  const start = micros(Math.max(header.start, market.time))
  const { instruments: ids, channels } = selectionOf(deck, options)
  const isWhole = ids === undefined && channels === undefined
  const isStart = start === header.start && deck.status().events === 0
  if (isStart && isWhole) return { header, opening: deck.opening, history: deck.history, bars: [] }
  const instruments = market.instruments().filter(({ id }) => ids === undefined || ids.has(id))
  return {
    header: {
      ...header,
      tapeId: idOf([header.epoch, start, options.symbols ?? null, options.channels ?? null]),
      start,
      // neither a part nor what begins later can be made again from the parameters of the whole
      simulation: null,
      instruments,
    },
    opening: isStart && deck.opening === null ? null : deck.save({ instruments: ids, channels }),
    history: isStart ? [...deck.history].filter(({ instrumentId }) => ids?.has(instrumentId) !== false) : [],
    bars: isStart
      ? []
      : instruments.flatMap(({ id }) =>
          INTERVALS.flatMap((interval) =>
            // one more, as the last one may run still
            market
              .bars(id, interval, { limit: DEFAULT_HISTORY_BARS + 1 })
              .bars.filter((bar) => bar.closed)
              .slice(-DEFAULT_HISTORY_BARS),
          ),
        ),
  }
}

function idOf(values: readonly unknown[]): string {
  const hash = portableHash()
  const writer = new ByteWriter()
  writer.text(JSON.stringify(values))
  hash.update(writer.bytes)
  return `part-${hash.hex().slice(0, 16)}`
}
