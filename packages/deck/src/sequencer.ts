/** Numbers the events of a source that has no numbers of its own: per instrument and channel, from 1. */

import {
  NUMBERED_IN,
  seq,
  type Instrument,
  type InstrumentEvent,
  type Seq,
  type SourceChannel,
  type SourceEvent,
} from '@tapedeck/protocol'

export interface Sequencer {
  /** The event with its number. An event that came numbered is returned as it is. */
  number(event: SourceEvent): SourceEvent
}

/** Creates a sequencer that has numbered nothing yet, for a tape that begins with some instruments. */
export function createSequencer(instruments: readonly Instrument[]): Sequencer {
  const counters = new Map<SourceChannel, Map<number, number>>()
  const symbols = new Map(instruments.map(({ id, symbol }) => [id, symbol]))

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
      return { ...event, seq: nextOf(NUMBERED_IN[event.type], instrumentId) }
    },
  }
}
