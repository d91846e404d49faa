/** What the last bytes of a tape file say, so that its span is known before it is read. Claims only: reading checks them. */

import type { FileHandle } from 'node:fs/promises'
import { micros, type Micros } from '@tapedeck/protocol'

/** Enough for hundreds of events; an end line and one event are looked for. */
const TAIL_BYTES = 65_536
const LINE_BREAK = 10

export interface TapeTail {
  readonly complete: boolean
  /** What the end line says; null without one. */
  readonly digest: string | null
  readonly events: number | null
  /** Tape time of the last whole event; null where there is none, or none within the last 64 kB. */
  readonly lastTsRecv: Micros | null
  /** Bytes after the last line break; null when more than were looked at. */
  readonly tornBytes: number | null
}

/** Of a file whose end cannot be looked at. */
export const NO_TAIL: TapeTail = { complete: false, digest: null, events: null, lastTsRecv: null, tornBytes: 0 }

export async function readTapeTail(handle: FileHandle): Promise<TapeTail> {
  const { size } = await handle.stat()
  const length = Math.min(size, TAIL_BYTES)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length)
  const tail = buffer.subarray(0, bytesRead)
  const lastBreak = tail.lastIndexOf(LINE_BREAK)
  if (lastBreak < 0)
    return { complete: false, digest: null, events: null, lastTsRecv: null, tornBytes: size > length ? null : size }
  const lines = tail.toString('utf8', 0, lastBreak).split('\n')
  const last = parsed(lines.at(-1))
  const complete = last.type === 'end'
  const { tsRecv } = complete ? parsed(lines.at(-2)) : last
  return {
    complete,
    digest: complete && typeof last.digest === 'string' ? last.digest : null,
    events: complete && typeof last.events === 'number' ? last.events : null,
    lastTsRecv: Number.isSafeInteger(tsRecv) ? micros(tsRecv as number) : null,
    tornBytes: tail.length - lastBreak - 1,
  }
}

/** A line's fields; none where it is not JSON. What is wrong with it is said when the reader arrives there. */
function parsed(line: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line ?? '')
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {}
  }
}
