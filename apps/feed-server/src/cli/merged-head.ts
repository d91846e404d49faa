/** The header and the history of a merged tape. */

import { createHash } from 'node:crypto'
import type { HistoryBar, Instrument, Micros } from '@tapedeck/protocol'
import type { TapeHeader, TapeSource } from '@tapedeck/tape'
import type { IdMap } from './instrument-ids.ts'

const LONGEST_NAME = 200

/** Begins where the first tape begins, with the instruments of those that begin there. */
export function mergedHeader(headers: readonly TapeHeader[], ids: IdMap): TapeHeader {
  const [first, ...others] = headers
  if (first === undefined) throw new RangeError('a merge needs tapes')
  const start = headers.reduce<Micros>(
    (earliest, header) => (header.start < earliest ? header.start : earliest),
    first.start,
  )
  const hash = createHash('sha256')
    .update(headers.map(({ tapeId }) => tapeId).join('\n'))
    .digest('hex')
    .slice(0, 16)
  const instruments = new Map<number, Instrument>()
  for (const header of headers) {
    for (const own of header.instruments) {
      // all of them get their ids now, in the order of the tapes
      const instrument = ids.instrument(own, header.epoch)
      if (header.start === start && !instruments.has(instrument.id)) instruments.set(instrument.id, instrument)
    }
  }
  return {
    tapeId: `merge-${hash}`,
    epoch: others.every(({ epoch }) => epoch === first.epoch) ? first.epoch : hash,
    source: others.every(({ source }) => source === first.source) ? first.source : 'file',
    name: [...new Set(headers.map(({ name }) => name))].join(' + ').slice(0, LONGEST_NAME),
    start,
    // no seed makes this tape again
    simulation: null,
    instruments: [...instruments.values()],
  }
}

/** Bars before the start: those of the tapes that begin there, each instrument's from the first tape that has it. */
export function* mergedHistory(
  sources: readonly TapeSource[],
  start: Micros,
  ids: IdMap,
): Generator<HistoryBar, void, undefined> {
  const taken = new Set<number>()
  for (const { header, history } of sources) {
    if (header.start !== start) continue
    const instruments = new Map(header.instruments.map((own) => [own.id, ids.instrument(own, header.epoch)]))
    const here = new Set<number>()
    for (const bar of history) {
      const instrument = instruments.get(bar.instrumentId)
      if (instrument === undefined || taken.has(instrument.id)) continue
      here.add(instrument.id)
      yield { ...bar, instrumentId: instrument.id }
    }
    here.forEach((id) => taken.add(id))
  }
}
