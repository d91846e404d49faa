/** Writes a tape anew, whole or in part: a deck plays it unpaced into a recorder, so that one fold makes keyframes and bars. */

import { stat } from 'node:fs/promises'
import { beginningOf, createRecorder, type Deck, type PartOptions } from '@tapedeck/deck'
import { micros, TapedeckError } from '@tapedeck/protocol'
import { isSeekable, type TapeSource, type TapeSummary } from '@tapedeck/tape'
import { createTapeFile } from '@tapedeck/tape/node'
import { openingBars } from '../library/opening-bars.ts'
import type { TapeWindow } from './places.ts'
import { startProgress, type Progress } from './progress.ts'
import { NEVER, standingDeck } from './standing-deck.ts'
import type { Output } from './terminal.ts'

export interface Rewriting extends PartOptions {
  readonly source: TapeSource
  readonly out: string
  readonly overwrite: boolean
  /** Default: all of it. */
  readonly window?: TapeWindow | undefined
  /** Where to tell of the progress, and what it is doing; default: nowhere. */
  readonly progress?: { readonly on: Output; readonly doing: string } | undefined
}

/** Plays the source into a new file, and closes both. Rejects with what is wrong with the tape or the disk. */
export async function rewrite(rewriting: Rewriting): Promise<TapeSummary> {
  const { source, window, symbols, channels, out, overwrite } = rewriting
  const from = window?.from ?? source.header.start
  const deck = await standingDeck(source, from)
  try {
    const { header, history, opening, bars } = beginningOf(deck, { symbols, channels })
    const before = bars.length > 0 ? bars : await openingBars(source)
    const sink = await createTapeFile(out, header, history, { overwrite, opening, bars: before })
    const recorder = createRecorder(deck, sink, { symbols, channels })
    const progress = rewriting.progress && startProgress(rewriting.progress.on, rewriting.progress.doing)
    if (progress !== undefined) showProgress(deck, source, progress)
    try {
      await deck.playTo(micros((window?.to ?? NEVER) - 1))
    } catch (thrown) {
      await recorder.close().catch(() => undefined)
      throw thrown
    } finally {
      progress?.end()
    }
    return await recorder.close()
  } finally {
    await deck.close()
  }
}

function showProgress(deck: Deck, source: TapeSource, progress: Progress): void {
  const total = isSeekable(source) ? source.eventCount : 0
  let events = 0
  deck.on({
    event() {
      events++
      // asking the clock costs more than an event
      if (events % 4_096 === 0) progress.at(events, total === 0 ? undefined : Math.min(1, events / total))
    },
  })
}

/** A tape is not written over one that is being read. Rejects with `BAD_OPTION`. */
export async function refuseSameFile(out: string, inputs: readonly string[]): Promise<void> {
  const written = await stat(out).catch(() => undefined)
  if (written === undefined) return
  for (const input of inputs) {
    const read = await stat(input).catch(() => undefined)
    if (read?.dev !== written.dev || read.ino !== written.ino) continue
    throw new TapedeckError('BAD_OPTION', `--out ${out} is the tape ${input} itself; name another file`, { out })
  }
}
