/** Places on a tape as flags give them: a time, or a span after the tape's start. */

import { micros, parseSpan, TapedeckError, type Micros } from '@tapedeck/protocol'
import { parseTimestamp } from '@tapedeck/tape'
import { NEVER } from './standing-deck.ts'

/** What `--from` and `--to` take, for helps. */
export const PLACE_HELP = `TIME is ISO 8601 (2026-01-05T14:30:00.25Z), Unix microseconds, or a span after the tape's start (+90s).`

/** A part of a tape: `from <= tsRecv < to`. */
export interface TapeWindow {
  readonly from: Micros
  readonly to: Micros
}

/** A place on a tape that begins at `start`. Throws `BAD_OPTION` naming the flag. */
function placeOf(flag: string, text: string, start: Micros): Micros {
  if (text.startsWith('+')) return micros(start + spanOf(flag, text.slice(1)))
  const time = parseTimestamp(text)
  if (time !== undefined) return time
  throw new TapedeckError(
    'BAD_OPTION',
    `--${flag} ${JSON.stringify(text)} is not a time such as 2026-01-05T14:30:00Z, nor a span after the start such as +90s`,
    { flag, value: text },
  )
}

/** A span that a flag gives. Throws `BAD_OPTION` naming the flag. */
export function spanOf(flag: string, text: string): number {
  try {
    return parseSpan(text)
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    throw new TapedeckError('BAD_OPTION', `--${flag}: ${reason}`, { flag, value: text }, thrown)
  }
}

/** The part that `--from` and `--to` name; undefined where neither was given. Throws `BAD_OPTION`. */
export function windowOf(from: string | undefined, to: string | undefined, start: Micros): TapeWindow | undefined {
  if (from === undefined && to === undefined) return undefined
  const window = {
    from: from === undefined ? start : placeOf('from', from, start),
    to: to === undefined ? NEVER : placeOf('to', to, start),
  }
  if (window.from < window.to) return window
  throw new TapedeckError(
    'BAD_OPTION',
    `--from ${from ?? 'the start'} is not before --to ${to ?? 'the end'}: nothing lies between them`,
    { from: window.from, to: window.to },
  )
}
