/** The speeds that the page offers, in tape seconds per second. */

import type { DeckStatus } from '@tapedeck/protocol'

export type Speed = DeckStatus['speed']

const NUMBERS: readonly Speed[] = [0.25, 0.5, 1, 2, 5, 10, 25, 50, 100]

/** What a deck can be played at, slowest first; only a tape that has ended can be played as fast as it goes. */
export function speedsFor(deck: DeckStatus): readonly Speed[] {
  const isFinished = deck.span.to !== null && (deck.source.kind === 'file' || deck.source.kind === 'import')
  const offered = isFinished ? [...NUMBERS, 'max' as const] : NUMBERS
  // somebody else may have set another one
  return offered.includes(deck.speed) ? offered : [...offered, deck.speed].sort(compare)
}

/** The next faster (1) or slower (-1) one; the same at either end. */
export function nextSpeed(deck: DeckStatus, by: 1 | -1): Speed {
  const speeds = speedsFor(deck)
  return speeds[speeds.indexOf(deck.speed) + by] ?? deck.speed
}

/** A speed that was written as text: `4`, `0.5`, `max`. */
export function parseSpeed(text: string): Speed | undefined {
  if (text === 'max') return 'max'
  const speed = Number(text)
  return text !== '' && speed >= 0.1 && speed <= 1000 ? speed : undefined
}

function compare(one: Speed, other: Speed): number {
  const of = (speed: Speed): number => (speed === 'max' ? Infinity : speed)
  return of(one) - of(other)
}
