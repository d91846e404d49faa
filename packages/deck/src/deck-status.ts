/** What a deck says of itself. */

import type { DeckStatus } from '@tapedeck/protocol'
import { isSeekable, type TapeMarker, type TapeSource } from '@tapedeck/tape'
import type { Clock } from './clock/clock.ts'
import type { Mover } from './mover.ts'
import type { Player } from './player.ts'

/** Markers that a status names. */
const MOST_MARKERS = 100

/** Everything that a status is made of. */
export interface StatusParts {
  readonly name: string
  readonly source: TapeSource
  readonly clock: Clock
  readonly player: Player
  readonly mover: Mover
}

export class StatusTeller {
  readonly #parts: StatusParts
  driver: string | null = null
  /** Who follows it; undefined where that is nobody's business. */
  members: readonly string[] | undefined
  #markers: readonly TapeMarker[] = []
  /** How many markers the tape had, and where what is played ended, when they were last chosen. */
  #chosenFrom = ''

  constructor(parts: StatusParts) {
    this.#parts = parts
  }

  status(): DeckStatus {
    const { name, source, clock, player, mover } = this.#parts
    const { header } = source
    const { take } = player.reel
    const { span } = mover
    return {
      deck: name,
      state: player.state,
      epoch: header.epoch,
      take: take.number,
      position: player.position,
      wall: clock.wall(),
      speed: clock.speed,
      driver: this.driver,
      ...(this.members !== undefined && { members: this.members }),
      span,
      source: { kind: header.source, name: header.name, tapeId: header.tapeId },
      loop: mover.loop,
      markers: this.#markersIn(span),
      events: take.events,
      digest: player.state === 'ended' && player.isTapePlayed ? (take.digest?.hex() ?? null) : null,
    }
  }

  #markersIn({ from, to }: Mover['span']): readonly TapeMarker[] {
    const { source } = this.#parts
    if (!isSeekable(source)) return []
    const chosenFrom = `${source.markers.length} ${to ?? ''}`
    if (chosenFrom !== this.#chosenFrom) {
      this.#chosenFrom = chosenFrom
      this.#markers = source.markers
        .filter(({ tsRecv }) => tsRecv >= from && tsRecv <= (to ?? Infinity))
        .slice(0, MOST_MARKERS)
        .map((marker) => ({ name: marker.name, tsRecv: marker.tsRecv }))
    }
    return this.#markers
  }
}
