/** Segments of the rolling tape that an earlier run left: kept where they are the past of this deck, deleted otherwise. */

import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Deck } from '@tapedeck/deck'
import { openTapeFile, repairTape } from '@tapedeck/tape/node'
import type { Log } from '../log.ts'

/** A segment that has ended. */
export interface Segment {
  readonly path: string
  /** Tape time of its last event. */
  readonly end: number
  readonly bytes: number
}

/**
 * The rule: a segment is kept where it has the deck's epoch and ends before the place at which the deck stands. A simulated market that starts again
 * has another epoch, or, with the same seed and start, stands at its start again: what was played after it is another future. Damaged ones are deleted too.
 */
export async function earlierSegments(folder: string, deck: Deck, log: Log): Promise<Segment[]> {
  const { position } = deck.status()
  const kept: Segment[] = []
  for (const name of (await readdir(folder)).sort()) {
    if (!name.endsWith('.tape')) continue
    const path = join(folder, name)
    const found = await segmentAt(path, deck.header.epoch).catch(() => undefined)
    if (found !== undefined && found.end < position) kept.push(found)
    else await rm(path, { force: true })
  }
  if (kept.length > 0) log.info(`the rolling tape goes on from ${kept.length} earlier segments`)
  return kept
}

/** Undefined for one of another epoch. Rejects for one that cannot be read. */
async function segmentAt(path: string, epoch: string): Promise<Segment | undefined> {
  const found = await openSegment(path, epoch)
  if (found === undefined || found.isComplete) return found
  await repairTape(path)
  return openSegment(path, epoch)
}

async function openSegment(
  path: string,
  epoch: string,
): Promise<(Segment & { readonly isComplete: boolean }) | undefined> {
  await using source = await openTapeFile(path)
  if (source.form !== 'binary' || source.header.epoch !== epoch) return undefined
  return { path, end: source.span.to, bytes: (await stat(path)).size, isComplete: source.complete }
}
