/**
 * Takes a tape that somebody brings. It is played once, unpaced, into a tape of our own: so every event was read and every sum checked,
 * keyframes and bars are those of our deck and not what the file claimed, and whatever form it came in, it can be played from any place.
 */

import { rename, rm, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { createRecorder, createScaledClock, openDeck } from '@tapedeck/deck'
import { TapedeckError, type Recording } from '@tapedeck/protocol'
import { createTapeFile, openTapeFile, type OpenedTape } from '@tapedeck/tape/node'
import { openingBars } from './opening-bars.ts'
import { receiveFile, type ReceiveLimits } from './received-file.ts'
import type { Shelf } from './shelf.ts'

/** Puts it on the shelf. Rejects with what is wrong, and leaves nothing behind then. */
export async function takeUpload(
  stream: AsyncIterable<Uint8Array>,
  title: string | undefined,
  shelf: Shelf,
  limits: ReceiveLimits,
): Promise<Recording> {
  const id = shelf.newId()
  const received = shelf.unfinishedPath(id, 'upload')
  const copied = shelf.unfinishedPath(id, 'copy')
  try {
    await receiveFile(stream, received, limits)
    const facts = await copyTape(received, copied)
    const { size } = await stat(copied)
    await rename(copied, shelf.path(id))
    const recording: Recording = {
      id,
      title: title ?? facts.name,
      notes: '',
      symbols: facts.symbols,
      span: facts.span,
      events: facts.events,
      bytes: size,
      digest: facts.digest,
      state: 'complete',
      deck: null,
    }
    try {
      await shelf.put(recording)
    } catch (thrown) {
      await shelf.remove(id)
      throw thrown
    }
    return recording
  } catch (thrown) {
    throw withoutPath(thrown, received, copied)
  } finally {
    await rm(received, { force: true })
    await rm(copied, { force: true })
  }
}

interface CopiedFacts {
  readonly name: string
  readonly symbols: readonly string[]
  readonly span: { readonly from: number; readonly to: number }
  readonly events: number
  readonly digest: string
}

async function copyTape(from: string, to: string): Promise<CopiedFacts> {
  const source = await openTapeFile(from)
  const deck = openDeck({ name: 'upload', source, clock: createScaledClock('max') })
  try {
    refuseTorn(source)
    const { header, history, opening } = source
    const symbols = new Set(header.instruments.map(({ symbol }) => symbol))
    let end: number = header.start
    const sink = await createTapeFile(to, header, history, { opening, bars: await openingBars(source) })
    const recorder = createRecorder(deck, sink)
    deck.on({
      event(event) {
        end = event.tsRecv
        if (event.type === 'instrument') symbols.add(event.instrument.symbol)
      },
    })
    try {
      deck.play()
      await deck.ended
    } catch (thrown) {
      // its file is closed all the same; what went wrong before says more
      await recorder.close().catch(() => undefined)
      throw thrown
    }
    const { events, digest } = await recorder.close()
    if (source.digest !== digest) {
      throw new TapedeckError(
        'TAPE_CORRUPT',
        `the upload sums to ${digest}, and its end says ${source.digest ?? 'nothing'}`,
      )
    }
    return { name: header.name, symbols: [...symbols], span: { from: header.start, to: end }, events, digest }
  } finally {
    await deck.close()
  }
}

/** A tape without its end may be all that was recorded, or half of an upload: whoever brings it has to say which. */
function refuseTorn({ complete }: OpenedTape): void {
  if (complete) return
  throw new TapedeckError(
    'TAPE_CORRUPT',
    'the upload has no end: its recording, or the upload itself, was cut off; run tapedeck repair on the file and upload it again',
  )
}

/** Clients are told of their upload, not of our files. */
function withoutPath(thrown: unknown, ...paths: readonly string[]): unknown {
  if (!(thrown instanceof TapedeckError)) return thrown
  const named = (text: string): string =>
    paths.reduce((left, path) => left.replaceAll(path, 'the upload').replaceAll(basename(path), 'the upload'), text)
  const message = named(thrown.message)
  const { path: _path, tape: _tape, ...details } = thrown.details
  return new TapedeckError(thrown.code, message, details, thrown)
}
