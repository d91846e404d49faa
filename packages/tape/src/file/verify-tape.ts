/** Checks a tape file from its first byte to its last. */

import { stat } from 'node:fs/promises'
import { ByteReader, createEventCursor, TapedeckError, type SourceEvent } from '@tapedeck/protocol'
import { checkBars } from '../binary/bars-block.ts'
import { readEventsHead, type BlockEntry } from '../binary/block-index.ts'
import { BLOCK } from '../binary/block.ts'
import { decodeHistory } from '../binary/history-block.ts'
import { decodeKeyframe } from '../binary/tape-head.ts'
import { createDigest, type Digest } from '../digest/digest.ts'
import { BlockFile } from './block-file.ts'
import { nodeHash } from './node-hash.ts'
import type { OpenedTape } from './opened-tape.ts'
import { openTapeFile } from './tape-file-source.ts'
import { openHandle } from './unreadable.ts'

export interface TapeCheck {
  readonly form: OpenedTape['form']
  readonly bytes: number
  /** Whole events. */
  readonly events: number
  /** Their digest, summed anew. */
  readonly digest: string
  /** Whether its writer ended it. */
  readonly complete: boolean
  /** What is wrong, in the order in which it stands; empty for a tape that is whole. */
  readonly problems: readonly string[]
}

/** Told how much has been read. */
export type OnProgress = (bytes: number, ofBytes: number) => void

/** Reads everything and checks every block, record and sum. Rejects like `openTapeFile` where nothing can be read at all. */
export async function verifyTape(path: string, onProgress?: OnProgress): Promise<TapeCheck> {
  await using source = await openTapeFile(path)
  const { size } = await stat(path)
  return source.form === 'binary' ? await verifyBinary(path, size, onProgress) : await verifyText(source, size)
}

async function verifyText(source: OpenedTape, bytes: number): Promise<TapeCheck> {
  const digest = createDigest(nodeHash())
  const problems: string[] = []
  try {
    while (await source.fill()) {
      for (let event = source.next(); event !== undefined; event = source.next()) digest.add(event)
    }
    if (source.torn !== null) problems.push(`the last line is cut off (${source.torn.lostBytes} bytes)`)
    if (!source.complete) problems.push(NO_END)
  } catch (thrown) {
    problems.push(messageOf(thrown))
  }
  const { form, complete } = source
  return { form, bytes, events: digest.events, digest: digest.hex(), complete, problems }
}

const NO_END = 'has no end: its writer was stopped, or is writing still'

async function verifyBinary(path: string, bytes: number, onProgress?: OnProgress): Promise<TapeCheck> {
  const file = await BlockFile.open(await openHandle(path), path)
  try {
    const digest = createDigest(nodeHash())
    const problems: string[] = []
    const window = file.window()
    for (const entry of file.index.entries) {
      try {
        checkBlock(await file.payload(entry, window), entry, digest)
      } catch (thrown) {
        problems.push(messageOf(file.errorAt(entry.at, thrown)))
      }
      onProgress?.(entry.at, bytes)
    }
    const { end } = file
    const sum = digest.hex()
    if (file.tornBytes > 0) problems.push(`${file.tornBytes} bytes at the end are no whole block`)
    if (end === null) problems.push(NO_END)
    else if (end.indexAt !== 0 && !file.hasIndex) problems.push('the index is damaged')
    // where blocks are missing the sum says nothing new
    if (end !== null && problems.length === 0 && (end.events !== digest.events || end.digest !== sum)) {
      problems.push(`the end says ${end.events} events of digest ${end.digest}; there are ${digest.events} of ${sum}`)
    }
    return { form: 'binary', bytes, events: digest.events, digest: sum, complete: end !== null, problems }
  } finally {
    await file.close()
  }
}

/** Reads what a block holds, all of it. Throws `TAPE_CORRUPT`. */
function checkBlock(payload: Uint8Array, entry: BlockEntry, digest: Digest): void {
  if (entry.type === BLOCK.events) for (const event of eventsOf(payload)) digest.add(event)
  else if (entry.type === BLOCK.history) decodeHistory(payload)
  else if (entry.type === BLOCK.bars) checkBars(payload)
  else if (entry.type === BLOCK.keyframe && decodeKeyframe(payload).events !== entry.events) {
    throw new TapedeckError('TAPE_CORRUPT', 'is the keyframe of another place')
  }
}

/** The events of an events block, which are as many and as early and late as it says. Throws `TAPE_CORRUPT`. */
export function* eventsOf(payload: Uint8Array): Generator<SourceEvent> {
  const reader = new ByteReader(payload)
  const head = readEventsHead(reader)
  const cursor = createEventCursor()
  cursor.open(reader.raw(reader.left))
  let count = 0
  let last = 0
  while (cursor.next()) {
    if (count++ === 0 && cursor.tsRecv !== head.tsFirst) throw notAsSaid()
    last = cursor.tsRecv
    yield cursor.event()
  }
  if (count !== head.count || last !== head.tsLast) throw notAsSaid()
}

function notAsSaid(): TapedeckError {
  return new TapedeckError('TAPE_CORRUPT', 'holds other events than it says')
}

function messageOf(thrown: unknown): string {
  if (thrown instanceof TapedeckError) return thrown.message
  throw thrown
}
