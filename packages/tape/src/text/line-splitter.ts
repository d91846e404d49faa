/** Cuts the bytes of a text tape into whole lines, in whatever pieces they come. */

import type { TapedeckError } from '@tapedeck/protocol'
import { unreadableHeader } from './decode-head.ts'
import { corruptLine, type LinePlace } from './fields.ts'
import { LINE_TOO_LONG, MAX_LINE_BYTES } from './tape-reader.ts'

const LINE_BREAK = 10

export interface LineSplitter {
  /** Takes the next bytes, of which it keeps a copy where needed, and tells every line that they complete. */
  push(bytes: Uint8Array, onLine: (line: string) => void): void
  /** Bytes after the last line break. */
  readonly rest: Uint8Array
}

/** Creates a splitter. `place` is where its reader stands, for errors. */
export function createLineSplitter(place: LinePlace): LineSplitter {
  // a byte order mark is left to the reader: it is allowed on the first line only
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let rest = new Uint8Array(0)

  /** Decodes at once what is whole; only when that fails it looks for the line to blame. */
  const tellLines = (whole: Uint8Array, onLine: (line: string) => void): void => {
    let text: string
    try {
      text = decoder.decode(whole)
    } catch {
      tellLinesSingly(whole, onLine)
      return
    }
    let from = 0
    for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
      onLine(text.slice(from, to))
      from = to + 1
    }
  }
  const tellLinesSingly = (whole: Uint8Array, onLine: (line: string) => void): void => {
    let from = 0
    for (let to = whole.indexOf(LINE_BREAK); to >= 0; to = whole.indexOf(LINE_BREAK, from)) {
      let line: string
      try {
        line = decoder.decode(whole.subarray(from, to))
      } catch (thrown) {
        throw unreadable(whole.subarray(from, to), 'is not UTF-8', thrown)
      }
      onLine(line)
      from = to + 1
    }
  }

  const unreadable = (line: Uint8Array, problem: string, cause?: unknown): TapedeckError => {
    place.line++
    return place.line === 1 ? unreadableHeader(line, place) : corruptLine(place, problem, cause)
  }

  return {
    push(bytes, onLine) {
      const last = bytes.lastIndexOf(LINE_BREAK)
      if (last < 0) {
        rest = joined(rest, bytes)
      } else {
        const whole = rest.length === 0 ? bytes.subarray(0, last + 1) : joined(rest, bytes.subarray(0, last + 1))
        rest = bytes.slice(last + 1)
        tellLines(whole, onLine)
      }
      if (rest.length > MAX_LINE_BYTES) throw unreadable(rest, LINE_TOO_LONG)
    },
    get rest() {
      return rest
    },
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}
