/** Places on the tape of a deck: its span, and what somebody means who asks to go somewhere. */

import { micros, TapedeckError, type Micros, type SeekTarget } from '@tapedeck/protocol'
import { isSeekable, type TapeMarker, type TapeSource } from '@tapedeck/tape'

/** Events of `from <= tsRecv < to`. */
export interface TapeWindow {
  readonly from: Micros
  readonly to: Micros
}

export interface Span {
  readonly from: Micros
  /** Null while the tape has no end, or none that is known. */
  readonly to: Micros | null
}

/** The part of a tape that a deck can stand in. `end` is that of a tape that does not tell. */
export function spanOf(source: TapeSource, window: TapeWindow | undefined, end: Micros | null): Span {
  const { start } = source.header
  const to = isSeekable(source) ? source.span.to : end
  if (window === undefined) return { from: start, to }
  return {
    from: micros(Math.max(start, window.from)),
    to: to === null ? window.to : micros(Math.min(to, window.to)),
  }
}

/** The tape time that is meant, in the span. Throws `BAD_SEEK`. */
export function timeOf(target: SeekTarget, span: Span, markers: readonly TapeMarker[], position: Micros): Micros {
  if ('marker' in target) return timeOfMarker(target.marker, markers, position)
  if ('fraction' in target) return timeOfFraction(target.fraction, span)
  checkInSpan(target.time, span)
  return micros(target.time)
}

/** Throws `BAD_SEEK` for what lies outside the span, or lasts no time. A range that ends just after the last event has all of it. */
export function checkRange(range: TapeWindow, span: Span): void {
  checkLasts(range)
  checkInSpan(range.from, span)
  checkInSpan(range.to, span.to === null ? span : { from: span.from, to: micros(span.to + 1) })
}

/** Throws `BAD_SEEK` for a window that shows nothing of the tape. */
export function checkWindow(window: TapeWindow, source: TapeSource, end: Micros | null): void {
  const span = spanOf(source, undefined, end)
  checkLasts(window)
  if (window.to > span.from && window.from <= (span.to ?? Infinity)) return
  throw new TapedeckError(
    'BAD_SEEK',
    `the window from ${window.from} to ${window.to} lies outside of the tape, from ${span.from} to ${span.to ?? 'its end'}`,
    { window, span },
  )
}

function checkLasts({ from, to }: TapeWindow): void {
  if (from < to) return
  throw new TapedeckError('BAD_SEEK', `from ${from} to ${to} lasts no time: end it after it begins`, { from, to })
}

function checkInSpan(time: number, span: Span): void {
  if (Number.isSafeInteger(time) && time >= span.from && time <= (span.to ?? Infinity)) return
  throw new TapedeckError(
    'BAD_SEEK',
    `${time} lies outside of what is played, from ${span.from} to ${span.to ?? 'its end'} in microseconds since 1970`,
    { time, span },
  )
}

function timeOfFraction(fraction: number, { from, to }: Span): Micros {
  if (to === null)
    throw new TapedeckError('BAD_SEEK', 'a tape without an end has no fractions: name a time', { fraction })
  if (!(fraction >= 0 && fraction <= 1)) {
    throw new TapedeckError('BAD_SEEK', `fraction ${fraction} is not between 0 and 1`, { fraction })
  }
  return micros(from + Math.round((to - from) * fraction))
}

function timeOfMarker(name: string, markers: readonly TapeMarker[], position: Micros): Micros {
  const named = markers.filter((marker) => marker.name === name)
  const found = named.find(({ tsRecv }) => tsRecv > position) ?? named[0]
  if (found !== undefined) return found.tsRecv
  const names = [...new Set(markers.map((marker) => marker.name))].slice(0, 10)
  const known = names.length === 0 ? 'the tape has none' : `the tape has ${names.join(', ')}`
  throw new TapedeckError('BAD_SEEK', `no marker is named ${JSON.stringify(name.slice(0, 40))}: ${known}`, {
    marker: name,
    markers: names,
  })
}
