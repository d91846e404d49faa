/** Records a simulated market without a server: a deck plays it into a tape. */

import { createRecorder, createScaledClock, openDeck } from '@tapedeck/deck'
import { micros, TapedeckError } from '@tapedeck/protocol'
import { createTapeFile } from '@tapedeck/tape/node'
import { parseCommandLine } from '../command-line.ts'
import { resolveOptions } from '../options.ts'
import { openSimulation } from '../simulation.ts'
import { count } from './figures.ts'
import { startProgress } from './progress.ts'
import type { Recorded } from './recorded.ts'
import type { Terminal } from './terminal.ts'

/** `flags` are those of `tapedeck serve` that make the market. Resolves with the exit code. */
export async function recordMarket(
  { out, overwrite, span, symbols, channels }: Recorded,
  flags: readonly string[],
  unpaced: boolean,
  terminal: Terminal,
): Promise<number> {
  if (unpaced && span === undefined) {
    throw new TapedeckError('BAD_OPTION', '--speed max would never end: say how long by --for, such as --for 1d')
  }
  // the market has these symbols alone, so that its seed makes the same tape again
  const options = resolveOptions({ ...parseCommandLine(flags), symbols })
  const { source } = await openSimulation(options)
  const { start } = source.header
  const to = micros(span === undefined ? Number.MAX_SAFE_INTEGER : start + span)
  const clock = createScaledClock(unpaced ? 'max' : options.speed)
  const deck = openDeck({ name: 'record', source, clock, window: { from: start, to } })
  try {
    const { promise: failed, resolve: fail } = newPromise()
    const sink = await createTapeFile(out, source.header, source.history, {
      overwrite,
      // told when the recorder is closed
      onError: fail,
    })
    const recorder = createRecorder(deck, sink, { channels })
    const progress = startProgress(terminal.err, 'recording')
    deck.on({
      settled() {
        const { events, position } = deck.status()
        progress.at(events, span === undefined ? undefined : Math.min(1, (position - start) / span))
      },
    })
    deck.play()
    try {
      await Promise.race([deck.ended, terminal.interrupted(), failed])
      deck.pause()
    } catch (thrown) {
      await recorder.close().catch(() => undefined)
      throw thrown
    } finally {
      progress.end()
    }
    const summary = await recorder.close()
    await terminal.out.write(`recorded ${count(summary.events)} events to ${out}\ndigest ${summary.digest}\n`)
    return 0
  } finally {
    await deck.close()
  }
}

function newPromise(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined
  const promise = new Promise<void>((accept) => (resolve = accept))
  return { promise, resolve }
}
