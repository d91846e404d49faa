/** Ids of instruments when tapes are merged: those of one epoch mean the same, those of different epochs are told apart. */

import { micros, seq, TapedeckError, type Instrument, type InstrumentEvent, type SourceEvent } from '@tapedeck/protocol'
import type { TapeHeader } from '@tapedeck/tape'
import { firstDifference, type FieldDifference } from './first-difference.ts'

export interface IdMap {
  /** The instrument with the id that it has on the merged tape. Throws `BAD_OPTION` where another one has its symbol. */
  instrument(instrument: Instrument, epoch: string): Instrument
  /** The event with the ids of the merged tape. */
  event(event: SourceEvent, epoch: string): SourceEvent
  /** The events by which a tape's first instruments enter at its start. */
  entering(header: TapeHeader): readonly InstrumentEvent[]
}

const NOT_COMPARED: ReadonlySet<string> = new Set(['id', 'replaces'])

/** Creates a map that has seen nothing; what comes first keeps its ids. */
export function createIdMap(): IdMap {
  /** Per epoch: ids of the merged tape by the tape's own. */
  const maps = new Map<string, Map<number, number>>()
  const used = new Map<number, { readonly instrument: Instrument; readonly epoch: string }>()

  const mapOf = (epoch: string): Map<number, number> => {
    let map = maps.get(epoch)
    if (map === undefined) maps.set(epoch, (map = new Map<number, number>()))
    return map
  }
  const freeId = (wanted: number): number => (used.has(wanted) ? Math.max(...used.keys()) + 1 : wanted)

  /** The same instrument on a tape of another epoch: it goes on under its id. */
  const sameElsewhere = (instrument: Instrument, epoch: string): number | undefined => {
    let difference: FieldDifference | undefined
    for (const [id, other] of used) {
      if (other.instrument.symbol !== instrument.symbol || other.epoch === epoch) continue
      const found = firstDifference(other.instrument, instrument, NOT_COMPARED)
      if (found === undefined) return id
      difference ??= found
    }
    if (difference === undefined) return undefined
    const { field, one, other } = difference
    throw new TapedeckError(
      'BAD_OPTION',
      `${instrument.symbol} is not the same on all tapes: its ${field} is ${JSON.stringify(one)} on one and ${JSON.stringify(other)} on another; ` +
        'leave it out of one of them by tapedeck cut --symbols',
      { symbol: instrument.symbol, field },
    )
  }
  const idOf = (id: number, epoch: string): number => mapOf(epoch).get(id) ?? id

  const mapInstrument = (instrument: Instrument, epoch: string): Instrument => {
    const map = mapOf(epoch)
    let id = map.get(instrument.id)
    if (id === undefined) {
      id = sameElsewhere(instrument, epoch) ?? freeId(instrument.id)
      map.set(instrument.id, id)
      used.set(id, { instrument, epoch })
    }
    const { replaces } = instrument
    return replaces === undefined ? { ...instrument, id } : { ...instrument, id, replaces: idOf(replaces, epoch) }
  }

  return {
    instrument: mapInstrument,
    event(event, epoch) {
      if (event.type === 'instrument') {
        const instrument = mapInstrument(event.instrument, epoch)
        return { ...event, instrumentId: instrument.id, instrument }
      }
      if (!('instrumentId' in event) || event.instrumentId === null) return event
      const id = idOf(event.instrumentId, epoch)
      return id === event.instrumentId ? event : { ...event, instrumentId: id }
    },
    entering: ({ start, instruments, epoch }) =>
      instruments.map((own) => {
        const instrument = mapInstrument(own, epoch)
        const head = { ts: micros(start), tsRecv: micros(start), seq: seq(0) }
        return { type: 'instrument', action: 'enter', ...head, instrumentId: instrument.id, instrument }
      }),
  }
}
