/** One tape file that a deck is being recorded to, from where it stands: a recording, a part of one, or a segment of the rolling tape. */

import { stat } from 'node:fs/promises'
import { beginningOf, createRecorder, type Deck, type PartOptions } from '@tapedeck/deck'
import type { Micros, TapedeckError } from '@tapedeck/protocol'
import type { TapeSummary } from '@tapedeck/tape'
import { createTapeFile } from '@tapedeck/tape/node'
import { lateSink } from './late-sink.ts'

export interface TapePart {
  readonly path: string
  /** Tape time at which it begins. */
  readonly start: Micros
  readonly epoch: string
  /** Tape time of its last event, or of its start. */
  readonly end: Micros
  readonly events: number
  /** As `measure` found them last. */
  readonly bytes: number
  /** Symbols of all instruments that were on it, in the order in which they came. */
  readonly symbols: readonly string[]
  /** Resolves once the file is there. Rejects with `TAPE_WRITE_FAILED`. */
  readonly created: Promise<void>
  /** Asks the disk how long the file is. */
  measure(): Promise<void>
  /** Ends it; what the deck plays from this call on is not on it. Rejects with `TAPE_WRITE_FAILED`. */
  close(): Promise<TapeSummary>
}

/** Begins to record; every event that the deck plays after this call is on the tape. Throws `UNKNOWN_SYMBOL`. */
export function recordPart(
  deck: Deck,
  path: string,
  part: PartOptions,
  onError: (error: TapedeckError) => void,
): TapePart {
  const { header, history, opening, bars } = beginningOf(deck, part)
  const creating = createTapeFile(path, header, history, { opening, bars, onError })
  const sink = lateSink(creating)
  const symbols = new Set(header.instruments.map(({ symbol }) => symbol))
  let end: Micros = header.start
  let bytes = 0
  const recorder = createRecorder(
    deck,
    {
      get wantsKeyframe() {
        return sink.wantsKeyframe
      },
      write(event) {
        end = event.tsRecv
        if (event.type === 'instrument') symbols.add(event.instrument.symbol)
        sink.write(event)
      },
      keyframe: (state, bars) => sink.keyframe(state, bars),
      flush: () => sink.flush(),
      close: () => sink.close(),
    },
    part,
  )
  return {
    path,
    start: header.start,
    epoch: header.epoch,
    get end() {
      return end
    },
    get events() {
      return sink.events
    },
    get bytes() {
      return bytes
    },
    get symbols() {
      return [...symbols]
    },
    created: creating.then(() => undefined),
    async measure() {
      bytes = (await stat(path).catch(() => undefined))?.size ?? bytes
    },
    close: () => recorder.close(),
  }
}
