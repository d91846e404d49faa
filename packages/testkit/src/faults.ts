/** What can be wrong with the data that a feed gets from its venue: lost, doubled, out of order. Each changes what comes next on the tape, and nothing else. */

import { micros, parseSpan, seq, type Instrument, type SourceEvent } from '@tapedeck/protocol'
import type { MemoryTape } from './tape/memory-tape.ts'

export interface GapOptions {
  /** Whether the feed says that data is missing, as one that noticed does. Default true. */
  readonly isDeclared?: boolean
}

export interface Faults {
  /** Nothing of the symbol (null: of all) comes for that long. */
  gap(symbol: string | null, span: string, options?: GapOptions): void
  /** The next event comes so many times more; of one symbol, if that is given. */
  duplicate(times?: number, symbol?: string): void
  /** The next so many events come the other way round, the last of them first; of one symbol, if that is given. Default 2. */
  reorder(count?: number, symbol?: string): void
  /** The next so many events are lost, and their numbers with them; of one symbol, if that is given. Default 1. */
  drop(count?: number, symbol?: string): void
}

export interface FaultsOptions {
  readonly tape: () => MemoryTape
  readonly instrumentOf: (symbol: string) => Instrument
  /** Tape time where the feed stands. */
  readonly position: () => number
}

export class FeedFaults implements Faults {
  readonly #options: FaultsOptions

  constructor(options: FaultsOptions) {
    this.#options = options
  }

  gap(symbol: string | null, span: string, { isDeclared = true }: GapOptions = {}): void {
    const from = micros(this.#options.position())
    const to = micros(from + parseSpan(span))
    const instrumentId = symbol === null ? null : this.#options.instrumentOf(symbol).id
    const isMeant = this.#picker(symbol)
    this.#options.tape().change((coming) => {
      const kept = coming.filter((event) => event.tsRecv > to || !isMeant(event))
      if (!isDeclared) return kept
      const gap: SourceEvent = {
        type: 'gap',
        ts: to,
        tsRecv: to,
        seq: seq(0),
        instrumentId,
        fromSeq: null,
        toSeq: null,
        tsFrom: from,
        tsTo: to,
        cause: 'test',
      }
      const at = kept.findIndex(({ tsRecv }) => tsRecv > to)
      return at === -1 ? [...kept, gap] : kept.toSpliced(at, 0, gap)
    })
  }

  duplicate(times = 1, symbol: string | null = null): void {
    const isMeant = this.#picker(symbol)
    this.#options.tape().change((coming) => {
      const at = coming.findIndex(isMeant)
      const event = coming[at]
      return event === undefined ? coming : coming.toSpliced(at, 0, ...Array.from({ length: times }, () => event))
    })
  }

  reorder(count = 2, symbol: string | null = null): void {
    const isMeant = this.#picker(symbol)
    this.#options.tape().change((coming) => {
      const places = placesOf(coming, isMeant, count)
      const events = [...coming]
      const turned = places.map((place) => coming[place]).reverse()
      places.forEach((place, index) => {
        const [event, there] = [turned[index], coming[place]]
        if (event !== undefined && there !== undefined) events[place] = { ...event, tsRecv: there.tsRecv }
      })
      return events
    })
  }

  drop(count = 1, symbol: string | null = null): void {
    const isMeant = this.#picker(symbol)
    this.#options.tape().change((coming) => {
      const places = new Set(placesOf(coming, isMeant, count))
      return coming.filter((_, place) => !places.has(place))
    })
  }

  /** Events of the market: what the tape says of its instruments and of itself always comes. */
  #picker(symbol: string | null): (event: SourceEvent) => boolean {
    const id = symbol === null ? null : this.#options.instrumentOf(symbol).id
    return (event) =>
      (event.type === 'quote' || event.type === 'trade' || event.type === 'book' || event.type === 'status') &&
      (id === null || event.instrumentId === id)
  }
}

function placesOf(
  events: readonly SourceEvent[],
  isMeant: (event: SourceEvent) => boolean,
  count: number,
): readonly number[] {
  const places: number[] = []
  for (let place = 0; place < events.length && places.length < count; place++) {
    const event = events[place]
    if (event !== undefined && isMeant(event)) places.push(place)
  }
  return places
}
