/** Reads the state of a market from bytes. Mirrors save-market.ts. */

import {
  ByteReader,
  corruptBytes,
  createEventCursor,
  readInstrument,
  TapedeckError,
  type Micros,
  type SourceEvent,
  readCount,
} from '@tapedeck/protocol'
import { InstrumentState } from './instrument-state.ts'
import type { MarketListener, MarketOptions } from './market-face.ts'
import { ENDED, FOLDED, HOLDS_SYMBOL, STATE_VERSION } from './save-market.ts'

export interface LoadedMarket {
  readonly time: Micros
  readonly states: ReadonlyMap<number, InstrumentState>
  /** Those that have not ended and hold their symbol. */
  readonly symbols: ReadonlyMap<string, InstrumentState>
}

/** Every instrument takes more bytes than this. */
const LEAST_BYTES = 20

/** Throws `TAPE_VERSION` or `TAPE_CORRUPT`. */
export function loadMarket(
  bytes: Uint8Array,
  options: Required<MarketOptions>,
  listener: MarketListener,
): LoadedMarket {
  const reader = new ByteReader(bytes)
  const version = reader.u8()
  if (version > STATE_VERSION) {
    throw new TapedeckError(
      'TAPE_VERSION',
      `a keyframe has form ${version}, and this program reads up to ${STATE_VERSION}: use a newer Tapedeck`,
      { version },
    )
  }
  if (version !== STATE_VERSION) throw corruptBytes('holds no saved state')
  const time = reader.uint() as Micros
  const states = new Map<number, InstrumentState>()
  const symbols = new Map<string, InstrumentState>()
  for (let left = readCount(reader, LEAST_BYTES); left > 0; left--) {
    const instrument = readInstrument(reader)
    const bits = reader.u8()
    const state = new InstrumentState(instrument, options, listener)
    state.ended = (bits & ENDED) !== 0
    if (states.has(instrument.id)) throw corruptBytes(`holds instrument ${instrument.id} twice`)
    if ((bits & HOLDS_SYMBOL) !== 0) {
      if (symbols.has(instrument.symbol)) throw corruptBytes(`holds symbol ${instrument.symbol} twice`)
      symbols.set(instrument.symbol, state)
    }
    if ((bits & FOLDED) !== 0) state.load(reader, time)
    states.set(instrument.id, state)
  }
  const cursor = createEventCursor()
  cursor.open(reader.raw(reader.left))
  while (cursor.next()) {
    const event = cursor.event()
    if (event.tsRecv > time) throw corruptBytes('holds an event after its own time')
    place(event, states)
  }
  return { time, states, symbols }
}

/** Puts an event where it was; it is folded already. */
function place(event: SourceEvent, states: ReadonlyMap<number, InstrumentState>): void {
  const state = 'instrumentId' in event ? states.get(event.instrumentId ?? 0) : undefined
  if (state === undefined) throw corruptBytes('holds an event of an instrument that is not there')
  if (event.type === 'quote') state.quote = event
  else if (event.type === 'status') state.status = event
  else if (event.type === 'book') state.book.apply(event)
  else if (event.type === 'trade') {
    state.trades.push(event)
    if (event.seq > state.tradeSeq) state.tradeSeq = event.seq
  } else throw corruptBytes(`holds a ${event.type} event in saved state`)
}
