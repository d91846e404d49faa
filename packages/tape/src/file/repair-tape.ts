/** Makes a tape whole again whose writer was stopped: what is after the last whole block is cut off, and index and end are written. */

import { open, type FileHandle } from 'node:fs/promises'
import { ByteReader, TapedeckError } from '@tapedeck/protocol'
import { readEventsHead } from '../binary/block-index.ts'
import { BLOCK, BLOCK_HEAD, frameBlock, findBlockHead } from '../binary/block.ts'
import { encodeEndBlock } from '../binary/tape-head.ts'
import { createDigest } from '../digest/digest.ts'
import type { TapeSummary } from '../sink.ts'
import { encodeEnd } from '../text/encode-head.ts'
import { BlockFile } from './block-file.ts'
import { nodeHash } from './node-hash.ts'
import { openTapeFile } from './tape-file-source.ts'
import { eventsOf } from './verify-tape.ts'

export interface TapeRepair extends TapeSummary {
  /** Bytes that were cut off. */
  readonly lostBytes: number
  /** Events that they held, as far as what is left of them says. */
  readonly lostEvents: number
}

/**
 * Repairs a tape file in its place; one that is whole stays as it is. Rejects like `openTapeFile` where the head is damaged, and with
 * `TAPE_CORRUPT` for text that is damaged in its midst, which only a person can mend, and for gzip.
 */
export async function repairTape(path: string): Promise<TapeRepair> {
  const { form } = await withSource(path)
  if (form === 'binary') return repairBinary(path)
  if (form === 'text') return repairText(path)
  throw new TapedeckError('TAPE_CORRUPT', `${path} is gzipped: unpack it with gunzip, repair that, and pack it again`, {
    path,
  })
}

async function withSource(path: string): Promise<{ readonly form: string }> {
  await using source = await openTapeFile(path)
  return { form: source.form }
}

async function repairText(path: string): Promise<TapeRepair> {
  const digest = createDigest(nodeHash())
  await using source = await openTapeFile(path)
  while (await source.fill()) {
    for (let event = source.next(); event !== undefined; event = source.next()) digest.add(event)
  }
  const summary = { events: digest.events, digest: digest.hex() }
  const lostBytes = source.torn?.lostBytes ?? 0
  if (!source.complete) {
    const handle = await open(path, 'r+')
    try {
      const { size } = await handle.stat()
      await endWith(handle, size - lostBytes, Buffer.from(`${encodeEnd(summary)}\n`))
    } finally {
      await handle.close()
    }
  }
  return { ...summary, lostBytes, lostEvents: lostBytes > 0 ? 1 : 0 }
}

async function repairBinary(path: string): Promise<TapeRepair> {
  const handle = await open(path, 'r+')
  const file = await BlockFile.open(handle, path)
  try {
    const claimed = file.end
    // what is written counts, not what an index says of it
    await file.scan()
    const digest = createDigest(nodeHash())
    const window = file.window()
    const scanned = file.index.end
    let cut = scanned
    for (const [place, entry] of file.index.entries.entries()) {
      if (entry.type !== BLOCK.events) continue
      try {
        for (const event of [...eventsOf(await file.payload(entry, window))]) digest.add(event)
      } catch {
        file.index = file.index.upTo(place)
        cut = file.index.end
        break
      }
    }
    const summary = { events: digest.events, digest: digest.hex() }
    const isWhole = claimed !== null && claimed.digest === summary.digest && file.end !== null && file.hasIndex
    if (isWhole && file.tornBytes === 0) return { ...summary, lostBytes: 0, lostEvents: 0 }
    const { size } = await handle.stat()
    // index and end are made anew: they are no loss
    const lostBytes = file.end !== null && cut === scanned ? file.tornBytes : size - cut
    const lostEvents = claimed === null ? await countEvents(handle, cut, size) : claimed.events - summary.events
    const index = frameBlock(BLOCK.index, file.index.encode())
    const end = frameBlock(BLOCK.end, encodeEndBlock({ ...summary, indexAt: cut }))
    await endWith(handle, cut, Buffer.concat([index, end]))
    return { ...summary, lostBytes, lostEvents }
  } finally {
    await file.close()
  }
}

async function endWith(handle: FileHandle, at: number, bytes: Uint8Array): Promise<void> {
  await handle.truncate(at)
  await handle.write(bytes, 0, bytes.length, at)
  await handle.sync()
}

/** What is looked at for lost events. */
const LOOKED_AT = 67_108_864

/** Events that blocks after a place say they have, whole or not. */
async function countEvents(handle: FileHandle, from: number, size: number): Promise<number> {
  const bytes = new Uint8Array(Math.min(size - from, LOOKED_AT))
  await handle.read(bytes, 0, bytes.length, from)
  let events = 0
  for (let at = findBlockHead(bytes, 0); at >= 0; at = findBlockHead(bytes, at + BLOCK_HEAD)) {
    if (bytes[at + 4] !== BLOCK.events) continue
    try {
      events += readEventsHead(new ByteReader(bytes.subarray(at + BLOCK_HEAD))).count
    } catch {
      // too little is left of it
    }
  }
  return events
}
