/** Numbers the events of a source that has no numbers of its own: per instrument and channel, from 1. */

import type { MarketSelection } from '@tapedeck/market'
import {
  ByteReader,
  ByteWriter,
  corruptBytes,
  NUMBERED_IN,
  seq,
  type Instrument,
  type InstrumentEvent,
  type Seq,
  type SourceChannel,
  type SourceEvent,
  readCount,
} from '@tapedeck/protocol'

export interface Sequencer {
  /** The event with its number. An event that came numbered is returned as it is. */
  number(event: SourceEvent): SourceEvent
  /** The numbers so far as bytes, or those of a part. */
  save(selection?: MarketSelection): Uint8Array
  /** Takes saved numbers in place of all that there are. Throws `TAPE_CORRUPT`, and changes nothing then. */
  load(numbers: Uint8Array): void
}

const CHANNELS: readonly SourceChannel[] = ['instrument', 'quote', 'trade', 'book', 'status', 'gap', 'marker', 'opaque']

/** Creates a sequencer that has numbered nothing yet, for a tape that begins with some instruments. */
export function createSequencer(instruments: readonly Instrument[]): Sequencer {
  let counters = new Map<SourceChannel, Map<number, number>>()
  let symbols = new Map(instruments.map(({ id, symbol }) => [id, symbol]))

  /** An id that takes over a symbol goes on with its numbers: who listens to the symbol sees one numbering. */
  const follow = ({ instrumentId, instrument: { symbol, replaces } }: InstrumentEvent): void => {
    if (replaces !== undefined && symbols.get(instrumentId) === undefined && symbols.get(replaces) === symbol) {
      for (const ofChannel of counters.values()) ofChannel.set(instrumentId, ofChannel.get(replaces) ?? 0)
    }
    symbols.set(instrumentId, symbol)
  }

  const nextOf = (channel: SourceChannel, instrumentId: number): Seq => {
    let ofChannel = counters.get(channel)
    if (ofChannel === undefined) {
      ofChannel = new Map()
      counters.set(channel, ofChannel)
    }
    const next = (ofChannel.get(instrumentId) ?? 0) + 1
    ofChannel.set(instrumentId, next)
    return seq(next)
  }
  return {
    number(event) {
      if (event.seq !== 0) return event
      if (event.type === 'instrument') follow(event)
      // events of no instrument share one numbering, under 0
      const instrumentId = 'instrumentId' in event ? (event.instrumentId ?? 0) : 0
      return withNumber(event, nextOf(NUMBERED_IN[event.type], instrumentId))
    },
    /** The form: `uint` instruments, each `uint` id and `text` symbol; then for every channel `uint` numberings, each `uint` id and `uint` last number. */
    save({ instruments, channels } = {}) {
      const isChosen = (id: number): boolean => id === 0 || instruments === undefined || instruments.has(id)
      const writer = new ByteWriter()
      const chosen = [...symbols].filter(([id]) => isChosen(id))
      writer.uint(chosen.length)
      for (const [id, symbol] of chosen) {
        writer.uint(id)
        writer.text(symbol)
      }
      for (const channel of CHANNELS) {
        const isLeftOut = channels !== undefined && !channels.has(channel)
        const ofChannel = isLeftOut ? [] : [...(counters.get(channel) ?? [])].filter(([id]) => isChosen(id))
        writer.uint(ofChannel.length)
        for (const [id, last] of ofChannel) {
          writer.uint(id)
          writer.uint(last)
        }
      }
      return writer.bytes.slice()
    },
    load(numbers) {
      const reader = new ByteReader(numbers)
      const loadedSymbols = new Map<number, string>()
      for (let left = readCount(reader, 2); left > 0; left--) loadedSymbols.set(reader.uint(), reader.text())
      const loaded = new Map<SourceChannel, Map<number, number>>()
      for (const channel of CHANNELS) {
        const ofChannel = new Map<number, number>()
        for (let left = readCount(reader, 2); left > 0; left--) ofChannel.set(reader.uint(), reader.uint())
        if (ofChannel.size > 0) loaded.set(channel, ofChannel)
      }
      if (reader.left > 0) throw corruptBytes('holds more than the numbers of a deck')
      symbols = loadedSymbols
      counters = loaded
    },
  }
}

/** Hot path: naming the fields of the most frequent kinds takes half the time of copying whatever there is. */
function withNumber(event: SourceEvent, number: Seq): SourceEvent {
  switch (event.type) {
    case 'quote': {
      const { type, ts, tsRecv, instrumentId, bid, bidSize, ask, askSize } = event
      return { type, ts, tsRecv, seq: number, instrumentId, bid, bidSize, ask, askSize }
    }
    case 'book': {
      const { type, ts, tsRecv, instrumentId, action, bids, asks } = event
      return { type, ts, tsRecv, seq: number, instrumentId, action, bids, asks }
    }
    default:
      return { ...event, seq: number }
  }
}
