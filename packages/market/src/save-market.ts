/** Writes the state of a market as bytes. Mirrors load-market.ts. */

import {
  ByteWriter,
  createEventEncoder,
  NUMBERED_IN,
  writeInstrument,
  type Instrument,
  type Micros,
  type SourceEvent,
} from '@tapedeck/protocol'
import type { InstrumentState } from './instrument-state.ts'
import type { MarketSelection } from './market-face.ts'

/** The version of saved state; a reader refuses greater ones. */
export const STATE_VERSION = 1

/** Bits of an instrument. */
export const ENDED = 0x01
/** Its symbol has not passed to another. */
export const HOLDS_SYMBOL = 0x02
/** Bars and statistics follow. */
export const FOLDED = 0x04

/**
 * The form: `u8` version, `uint` market time, `uint` instruments, and for each of them in the order of ids: the instrument, `u8` bits,
 * and what its bars and statistics are folded to; then quotes, statuses, books (as snapshots) and the last trades of all as records of
 * a block. Times are differences to the market's own.
 */
export function saveMarket(
  states: readonly InstrumentState[],
  holdsSymbol: (state: InstrumentState) => boolean,
  time: Micros,
  { instruments, channels }: MarketSelection,
): Uint8Array {
  const writer = new ByteWriter()
  const chosen = states.filter(({ instrument }) => instruments === undefined || instruments.has(instrument.id))
  const isChosen = (channel: 'quote' | 'trade'): boolean => channels === undefined || channels.has(channel)
  /** A part of what prices and volumes come from would give bars that never were. */
  const isFolded = ({ barSource }: Instrument): boolean =>
    isChosen('trade') && (barSource === 'trade' || isChosen('quote'))

  writer.u8(STATE_VERSION)
  writer.uint(time)
  writer.uint(chosen.length)
  for (const state of chosen) {
    const folded = isFolded(state.instrument)
    writeInstrument(writer, state.instrument)
    writer.u8((state.ended ? ENDED : 0) | (holdsSymbol(state) ? HOLDS_SYMBOL : 0) | (folded ? FOLDED : 0))
    if (folded) state.save(writer, time)
  }
  const encoder = createEventEncoder()
  const events = chosen.flatMap(eventsOf)
  for (const event of events.sort((one, other) => one.tsRecv - other.tsRecv)) {
    if (channels === undefined || channels.has(NUMBERED_IN[event.type])) encoder.add(event)
  }
  writer.raw(encoder.finish())
  return writer.bytes.slice()
}

function eventsOf(state: InstrumentState): SourceEvent[] {
  const { instrument, quote, status } = state
  const book = state.book.toState(instrument.id, Infinity)
  return [
    ...(quote === undefined ? [] : [quote]),
    ...(status === undefined ? [] : [status]),
    ...(book === undefined ? [] : [{ type: 'book', action: 'snapshot', ...book } as const]),
    ...state.trades.toArray(),
  ]
}
