/** Trades and changes of status of the last minute, for clients that come back: at most a thousand of a symbol. */

import {
  MICROS_PER_MINUTE,
  statusOf,
  tradeBustOf,
  tradeOf,
  type Instrument,
  type MissedUpdate,
  type StatusEvent,
  type TradeBustEvent,
  type TradeEvent,
} from '@tapedeck/protocol'

export type RecentEvent = TradeEvent | TradeBustEvent | StatusEvent

const MOST_EVENTS = 1_000
const LONGEST_MICROS = MICROS_PER_MINUTE
/** How many more may stand there before the oldest are let go, so that letting go is rare. */
const SLACK = 256

interface Kept {
  readonly event: RecentEvent
  /** How many had come on the deck with it. */
  readonly count: number
}

/** What is kept of a channel. */
interface Ring {
  kept: Kept[]
  /** Whether older ones have been let go. */
  isTrimmed: boolean
}

export class Recent {
  readonly #rings = new Map<string, Ring>()
  /** Trades and changes of status that have come in this take of the deck. */
  count = 0

  add(event: RecentEvent): void {
    const key = keyOf(event.type === 'status' ? 'status' : 'trade', event.instrumentId)
    const entry = { event, count: ++this.count }
    const ring = this.#rings.get(key)
    if (ring === undefined) this.#rings.set(key, { kept: [entry], isTrimmed: false })
    else {
      ring.kept.push(entry)
      if (ring.kept.length > SLACK) trim(ring, event.tsRecv)
    }
  }

  /** What came after a number, if all of it is still there: `now` is the number that the channel has. */
  since(
    channel: 'trade' | 'status',
    instrumentId: number,
    seq: number,
    now: number,
  ): readonly RecentEvent[] | undefined {
    if (seq === now) return []
    const kept = (this.#rings.get(keyOf(channel, instrumentId))?.kept ?? []).filter(({ event }) => event.seq > seq)
    return kept.length === now - seq ? kept.map(({ event }) => event) : undefined
  }

  /** The number that a channel had when so many had come; where that is forgotten, one that is too old to be resumed. */
  seqAt(channel: 'trade' | 'status', instrumentId: number, count: number, now: number): number {
    const ring = this.#rings.get(keyOf(channel, instrumentId))
    const oldest = ring?.kept[0]
    if (ring === undefined || oldest === undefined) return now
    const last = ring.kept.findLast((each) => each.count <= count)
    if (last !== undefined) return last.event.seq
    return oldest.event.seq - (ring.isTrimmed ? 2 : 1)
  }

  clear(): void {
    this.#rings.clear()
    this.count = 0
  }
}

function trim(ring: Ring, now: number): void {
  const oldest = ring.kept.findIndex(({ event }) => event.tsRecv >= now - LONGEST_MICROS)
  const surplus = Math.max(oldest, ring.kept.length - MOST_EVENTS)
  if (surplus < SLACK) return
  ring.kept.splice(0, surplus)
  ring.isTrimmed = true
}

function keyOf(channel: 'trade' | 'status', instrumentId: number): string {
  return `${channel}/${instrumentId}`
}

/** One of them as whoever missed it is told; `origin` names a deck that is not `live`. */
export function missedUpdate(
  event: RecentEvent,
  instrument: Instrument,
  origin: { readonly deck?: string },
): MissedUpdate {
  switch (event.type) {
    case 'trade':
      return { event: 'trade', data: { ...tradeOf(event, instrument), ...origin } }
    case 'trade-bust':
      return { event: 'trade-bust', data: { ...tradeBustOf(event, instrument), ...origin } }
    case 'status':
      return { event: 'status', data: { ...statusOf(event, instrument), ...origin } }
  }
}
