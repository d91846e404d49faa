/** A deck plays a tape: paces it by a clock, numbers it, folds it into a market, and hands it to whoever listens. */

import { micros } from '@tapedeck/protocol'
import { Hand } from './by-hand.ts'
import type { Deck, DeckOptions } from './deck-face.ts'
import { StatusTeller } from './deck-status.ts'
import { Listeners } from './listeners.ts'
import { Mover } from './mover.ts'
import { OlderBars } from './older-bars.ts'
import { checkWindow } from './place.ts'
import { Player } from './player.ts'
import { Reel } from './reel.ts'
import { Take } from './take.ts'

/** Closed bars that a market holds per instrument and interval. */
const DEFAULT_MAX_BARS = 2_000

/**
 * Opens a deck on a source. The tape's history is in its market before this returns. With a window that begins later than the tape it goes there
 * first, in a second take. Throws `BAD_SEEK` for a window outside of the tape, and `TAPE_CORRUPT` for an opening that cannot be read.
 */
export function openDeck(options: DeckOptions): Deck {
  const { name, source, clock, window, createDigest, follow = false, maxBars = DEFAULT_MAX_BARS, end = null } = options
  const { header } = source
  if (window !== undefined) checkWindow(window, source, end)
  const listeners = new Listeners()
  const takeOptions = { source, maxBars, listeners, createDigest }
  const tellStatus = (): void => listeners.status(teller.status())

  const first = new Take(1, takeOptions, null)
  first.begin()
  const reel = new Reel(first, source, clock, listeners)
  const turnSoon = (): boolean => mover.turnSoon()
  const player: Player = new Player(reel, { source, clock, listeners, follow, tellStatus, turnSoon })
  const mover: Mover = new Mover({ source, clock, player, takeOptions, window, end, tellStatus })
  const hand = new Hand({ player, mover, listeners, follow, tellStatus })
  const teller: StatusTeller = new StatusTeller({ name, source, clock, player, mover })
  const olderBars = new OlderBars(source, maxBars)
  let isClosed = false

  if (window !== undefined && window.from > header.start) mover.openWindow(window.from)
  return {
    name,
    header,
    history: source.history,
    opening: source.opening,
    clock,
    get market() {
      return reel.take.market
    },
    get take() {
      return reel.take.number
    },
    get ended() {
      return player.ended
    },
    status: () => teller.status(),
    play: () => player.play(),
    pause: () => player.pause(),
    setSpeed: (speed) => player.setSpeed(speed),
    step: (by) => mover.inTurn(() => (by === 'event' ? hand.stepEvent() : hand.stepBar(by))),
    seek: (to) => mover.seek(to),
    loop: (range) => mover.setLoop(range === null ? null : { from: micros(range.from), to: micros(range.to) }),
    setDriver(driver) {
      if (teller.driver === driver) return
      teller.driver = driver
      tellStatus()
    },
    setMembers(members) {
      if (teller.members?.join() === members.join()) return
      teller.members = members
      tellStatus()
    },
    playTo: (to) => mover.inTurn(() => hand.playTo(to)),
    async bars(instrumentId, interval, range) {
      for (;;) {
        const { take } = reel
        const answer = await olderBars.answer(take, instrumentId, interval, range)
        // what was read for a place that the deck has left is not about this one
        if (take === reel.take || isClosed) return answer
      }
    },
    save: (selection) => reel.take.save(selection),
    on: (listener) => listeners.add(listener),
    async close() {
      if (isClosed) return
      isClosed = true
      player.close()
      listeners.clear()
      await mover.close()
      await source.close()
    },
  }
}
