/** A source under another header: the same tape, shown by another name. */

import type { TapeHeader } from './header.ts'
import { isSeekable, type SeekableSource, type TapeSource } from './source.ts'

/** Reads as the source does; `onClosed` is called when it has been closed. */
export function withHeader(source: SeekableSource, header: TapeHeader, onClosed?: () => void): SeekableSource
export function withHeader(source: TapeSource, header: TapeHeader, onClosed?: () => void): TapeSource
export function withHeader(source: TapeSource, header: TapeHeader, onClosed?: () => void): TapeSource {
  const shown: TapeSource = {
    header,
    get history() {
      return source.history
    },
    get opening() {
      return source.opening
    },
    get nextTime() {
      return source.nextTime
    },
    next: (limit) => source.next(limit),
    fill: () => source.fill(),
    async close() {
      try {
        await source.close()
      } finally {
        onClosed?.()
      }
    },
  }
  return isSeekable(source) ? seekable(shown, source) : shown
}

function seekable(shown: TapeSource, source: SeekableSource): SeekableSource {
  return Object.defineProperties(shown, {
    span: { get: () => source.span },
    eventCount: { get: () => source.eventCount },
    markers: { get: () => source.markers },
    stretches: { get: () => source.stretches },
    seek: { value: source.seek.bind(source) },
    closedBars: { value: source.closedBars.bind(source) },
  } satisfies Record<Exclude<keyof SeekableSource, keyof TapeSource>, PropertyDescriptor>) as SeekableSource
}
