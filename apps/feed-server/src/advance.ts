/** Lets time pass on a deck with a virtual clock, stopping wherever something was scheduled on the way. */

import type { Clock, Deck, VirtualClock } from '@tapedeck/deck'
import { micros, TapedeckError } from '@tapedeck/protocol'
import { parseDuration } from './duration.ts'
import { yieldToTransport } from './transport-timers.ts'

/** Tape time that is played before it is asked whether clients have room for more. */
const SLICE_MICROS = 50_000

const atOnce = (): Promise<void> => Promise.resolve()

/**
 * Moves a deck on; calls that come while one runs wait for it. `room` resolves when clients have room for more, and is not asked where `isUnpaced`. Rejects
 * with `BAD_OPTION` on another clock.
 */
export function createAdvance(
  deck: Deck,
  clock: Clock | VirtualClock,
  room: () => Promise<void>,
): (span: number | string, isUnpaced?: boolean) => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return (span, isUnpaced = false) => {
    const next = last.then(() => advance(deck, clock, parseDuration(span), isUnpaced ? atOnce : room))
    // a refused one does not hold up those behind it
    last = next.catch(() => undefined)
    return next
  }
}

async function advance(
  deck: Deck,
  clock: Clock | VirtualClock,
  span: number,
  room: () => Promise<void>,
): Promise<void> {
  if (!('moveTo' in clock)) {
    throw new TapedeckError('BAD_OPTION', `advance needs { clock: 'virtual' }; this deck runs on a ${clock.kind} clock`)
  }
  /** What is published on the way is no more than clients have room for. */
  const playTo = async (to: number): Promise<void> => {
    for (let at = Number(clock.now()); at < to;) {
      at = Math.min(to, at + SLICE_MICROS)
      await deck.playTo(micros(at))
      await room()
    }
  }
  const target = micros(clock.now() + span)
  await deck.playTo(micros(clock.now()))
  for (let next = clock.nextAt(); next !== undefined && next <= target; next = clock.nextAt()) {
    await playTo(next)
    clock.moveTo(next)
    // sockets get their turn, so that an hour is not buffered whole
    await yieldToTransport()
  }
  await playTo(target)
  clock.moveTo(target)
}
