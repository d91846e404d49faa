/** Hears the events of a symbol for whoever wants to read them one by one; nobody is subscribed to anything while it is closed. */

import type { Channel, Interval } from '@tapedeck/protocol'
import { every } from '../feed/clock.ts'
import type { Feed } from '../feed/feed.svelte.ts'
import { knownLatency } from '../feed/latency-meter.ts'
import { EventRing, type InspectedEvent } from './event-ring.ts'

const KEPT = 500
const SHOWN = 100
/** Faster than that nobody reads lines. */
const DRAW_MS = 150

export const EVENT_NAMES = ['quote', 'trade', 'trade-bust', 'stats', 'status', 'bar', 'deck', 'gap', 'notice'] as const
export type EventName = (typeof EVENT_NAMES)[number]

export class Inspector {
  part = $state('')
  names: readonly EventName[] = $state.raw(['quote', 'trade', 'trade-bust', 'status', 'bar', 'gap', 'notice'])
  isPaused = $state.raw(false)
  shown: readonly InspectedEvent[] = $state.raw([])
  count = $state.raw(0)
  readonly #feed: Feed
  readonly #ring = new EventRing(KEPT)

  constructor(feed: Feed) {
    this.#feed = feed
  }

  /** Hears a symbol; returns what ends that. */
  hear(symbol: string, interval: Interval): () => void {
    const { source, client } = this.#feed
    const push = (name: EventName) => (event: object) => {
      // what is read shall stand still, and be all there is
      if (this.isPaused) return
      const isTimed = 'tsRecv' in event && typeof event.tsRecv === 'number'
      const latencyMs = isTimed ? source.latencyOf(event as { readonly tsRecv: number }) : undefined
      this.#ring.push(name, event, knownLatency(latencyMs))
    }
    this.#ring.clear()
    this.shown = []
    const channels: readonly Channel[] = ['quote', 'trade', 'stats', 'status', `bar:${interval}`]
    const subscription = source.subscribe(
      { symbols: [symbol], channels },
      {
        quote: push('quote'),
        trade: push('trade'),
        tradeBust: push('trade-bust'),
        stats: push('stats'),
        status: push('status'),
        bar: push('bar'),
      },
    )
    const stops = [
      source.onStatus(push('deck')),
      client.on('gap', push('gap')),
      client.on('notice', push('notice')),
      every(DRAW_MS, () => this.draw()),
    ]
    return () => {
      subscription.unsubscribe()
      for (const stop of stops) stop()
    }
  }

  draw(): void {
    if (this.isPaused) return
    this.count = this.#ring.count
    this.find()
  }

  /** Looks through those that are kept once more. */
  find(): void {
    this.shown = this.#ring.newest(SHOWN, new Set<string>(this.names), this.part)
  }

  toggle(name: EventName): void {
    this.names = EVENT_NAMES.filter((each) => this.names.includes(each) !== (each === name))
    this.find()
  }
}
