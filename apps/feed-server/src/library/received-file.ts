/** An upload on its way to the disk: counted, and unpacked where it is packed, so that nothing larger than allowed is ever there. */

import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { TapedeckError } from '@tapedeck/protocol'

const GZIP = [0x1f, 0x8b] as const

export interface ReceiveLimits {
  /** Bytes as they come, and as they are once they are unpacked. */
  readonly maxUploadBytes: number
  /** Bytes that the library still has room for. */
  readonly room: () => number
}

/**
 * Writes a stream to a file, unpacked where it is gzip. Rejects with `TAPE_TOO_LARGE`, `LIMIT_RECORDINGS`, or `TAPE_CORRUPT` for gzip that is
 * damaged; the file is the caller's to delete.
 */
export async function receiveFile(
  stream: AsyncIterable<Uint8Array>,
  path: string,
  limits: ReceiveLimits,
): Promise<void> {
  const iterator = stream[Symbol.asyncIterator]()
  const first = await firstBytes(iterator, GZIP.length)
  const incoming = counted(chained(first, iterator), limits, 'the upload')
  const file = createWriteStream(path, { flags: 'wx' })
  const closed = new Promise<void>((resolve) => file.once('close', () => resolve()))
  try {
    if (GZIP.some((byte, place) => first[place] !== byte)) await pipeline(incoming, file)
    else {
      await pipeline(
        incoming,
        createGunzip(),
        (unpacked) => counted(unpacked, limits, 'what the upload unpacks to'),
        file,
      )
    }
  } catch (thrown) {
    if (!isZlibError(thrown)) throw thrown
    throw new TapedeckError(
      'TAPE_CORRUPT',
      `the upload is not a whole gzip file (${thrown.message}); pack it again, or upload it unpacked`,
      {},
      thrown,
    )
  } finally {
    // a file that is being opened while its stream fails would come to be after the caller has deleted it
    await closed
  }
}

/** At least so many bytes, or all that there are. */
async function firstBytes(iterator: AsyncIterator<Uint8Array>, least: number): Promise<Uint8Array> {
  let bytes = new Uint8Array()
  while (bytes.length < least) {
    const step = await iterator.next()
    if (step.done === true) break
    bytes = Buffer.concat([bytes, step.value])
  }
  return bytes
}

async function* chained(
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield first
    for (;;) {
      const step = await rest.next()
      if (step.done === true) return
      yield step.value
    }
  } finally {
    await rest.return?.()
  }
}

async function* counted(
  stream: AsyncIterable<Uint8Array>,
  { maxUploadBytes, room }: ReceiveLimits,
  what: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0
  for await (const chunk of stream) {
    bytes += chunk.length
    if (bytes > maxUploadBytes) {
      throw new TapedeckError(
        'TAPE_TOO_LARGE',
        `${what} has more than the ${maxUploadBytes} bytes that are allowed; cut the tape, or start the server with a larger maxUploadBytes`,
        { maxUploadBytes },
      )
    }
    if (bytes > room()) {
      throw new TapedeckError(
        'LIMIT_RECORDINGS',
        'the library has no room for the upload; delete recordings that are not needed, or start the server with a larger maxLibraryBytes',
      )
    }
    yield chunk
  }
}

function isZlibError(thrown: unknown): thrown is Error {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && thrown.code.startsWith('Z_')
}
