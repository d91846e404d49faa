/** What happens along a tape: events in equal parts of its span, silences, markers. Read from its index, not from its events. */

import { MICROS_PER_SECOND, type TapeActivity } from '@tapedeck/protocol'
import type { SeekableSource, TapeStretch } from '@tapedeck/tape'

/** Shorter ones are how markets are. */
const LEAST_SILENCE = 10 * MICROS_PER_SECOND
/** A tape of years has more weekends than anybody can see on a line. */
const MOST_SILENCES = 200

export function activityOf(
  { span, stretches, markers }: Pick<SeekableSource, 'span' | 'stretches' | 'markers'>,
  parts: number,
): TapeActivity {
  return {
    span: { from: span.from, to: span.to },
    counts: countsOf(stretches, span, parts),
    silences: silencesOf(stretches, span.from).slice(0, MOST_SILENCES),
    markers: markers.map(({ name, tsRecv }) => ({ name, tsRecv })),
  }
}

function countsOf(stretches: readonly TapeStretch[], { from, to }: TapeActivity['span'], parts: number): number[] {
  const counts = new Array<number>(parts).fill(0)
  const partOf = (time: number): number => (to > from ? ((time - from) / (to - from)) * parts : 0)
  const add = (part: number, events: number): void => {
    const place = Math.min(part, parts - 1)
    counts[place] = (counts[place] ?? 0) + events
  }
  for (const stretch of stretches) {
    const begin = partOf(stretch.from)
    const end = partOf(stretch.to)
    if (Math.floor(begin) === Math.floor(end)) {
      add(Math.floor(begin), stretch.events)
      continue
    }
    for (let part = Math.floor(begin); part < end; part++) {
      const share = (Math.min(part + 1, end) - Math.max(part, begin)) / (end - begin)
      add(part, stretch.events * share)
    }
  }
  return counts.map(Math.round)
}

function silencesOf(stretches: readonly TapeStretch[], start: number): { from: number; to: number }[] {
  const silences: { from: number; to: number }[] = []
  let last = start
  for (const { from, to } of stretches) {
    if (from - last >= LEAST_SILENCE) silences.push({ from: last, to: from })
    last = to
  }
  return silences
}
