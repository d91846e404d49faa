/** Moves a deck on by hand, without pacing: up to a time, by one event, or to the next close of a bar. */

import type { Market } from '@tapedeck/market'
import { INTERVAL_MICROS, nextDayStart, type Interval, type Micros } from '@tapedeck/protocol'
import type { Listeners } from './listeners.ts'
import type { Mover } from './mover.ts'
import type { Player } from './player.ts'

export interface HandOptions {
  readonly player: Player
  readonly mover: Mover
  readonly listeners: Listeners
  readonly follow: boolean
  readonly tellStatus: () => void
}

export class Hand {
  readonly #options: HandOptions

  constructor(options: HandOptions) {
    this.#options = options
  }

  /** Plays everything up to `to`. Rejects, and has failed, where the tape cannot be read. */
  playTo(to: Micros): Promise<void> {
    return this.#orFail(async () => {
      const { player } = this.#options
      if (player.state === 'ended') return
      if (player.state === 'playing') player.reel.interrupt()
      else player.start()
      if (player.state === 'playing') await this.#playThrough(to, to)
    })
  }

  /** Pauses, and plays one event. */
  stepEvent(): Promise<void> {
    return this.#orFail(async () => {
      const { player, mover } = this.#options
      if (!player.hold()) return
      const { reel } = player
      let halt = await reel.run(player.stop - 1, 1)
      if (mover.loop !== null && (halt === 'due' || halt === 'end')) {
        await mover.turn()
        if (player.state !== 'paused') return
        halt = await reel.run(player.stop - 1, 1)
      }
      if (halt === 'interrupted') return
      if (halt === 'due' && player.stop !== Infinity) reel.take.passTime(player.stop)
      const isOver = (halt === 'due' && player.stop !== Infinity) || (halt === 'end' && !this.#options.follow)
      if (isOver && mover.loop === null) player.end(halt === 'end')
      else this.#tell()
    })
  }

  /** Pauses, and plays up to and including the next instant at which bars of the interval close. */
  stepBar(interval: Interval): Promise<void> {
    return this.#orFail(async () => {
      const { player } = this.#options
      if (!player.hold()) return
      const { take } = player.reel
      const boundary = nextBoundary(take.market, take.position, interval)
      await this.#playThrough(boundary - 1, boundary)
      if (player.state !== 'ended') this.#tell()
    })
  }

  /** Plays every event up to `limit` and lets time pass up to `until`; or goes to the end of what is played. */
  async #playThrough(limit: number, until: number): Promise<void> {
    const { player, mover, follow, listeners } = this.#options
    const { take } = player.reel
    const { stop } = player
    const halt = await player.reel.run(Math.min(limit, stop - 1))
    if (halt === 'due') {
      take.passTime(Math.min(until, stop))
      listeners.settled()
    }
    // at the very end of a loop one can stand
    const isOver = halt === 'due' ? until > stop || (until === stop && mover.loop === null) : halt === 'end' && !follow
    if (!isOver) return
    if (mover.loop === null) player.end(halt === 'end')
    else await mover.turn()
  }

  #tell(): void {
    this.#options.listeners.settled()
    this.#options.tellStatus()
  }

  async #orFail(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      this.#options.player.fail(thrown)
      throw thrown
    }
  }
}

/** The first instant after `time` at which a bar of an interval may close. Days begin where the instruments say. */
function nextBoundary(market: Market, time: Micros, interval: Interval): number {
  const length = INTERVAL_MICROS[interval]
  const multiple = Math.floor(time / length) * length + length
  const instruments = market.instruments()
  if (interval !== '1d' || instruments.length === 0) return multiple
  return Math.min(...instruments.map(({ dayStart }) => nextDayStart(time, dayStart)))
}
