/** What can be wrong with the data that a feed gets from its venue: lost, doubled, out of order. Each changes what comes next on the tape, and nothing else. */

import { micros, seq, TapedeckError, type Instrument, type SourceEvent } from '@tapedeck/protocol'
import { checkCount, microsOf } from './given.ts'
import type { MemoryTape } from './tape/memory-tape.ts'

export interface GapOptions {
  /** Whether the feed says that data is missing, as one that noticed does. Default true. */
  readonly isDeclared?: boolean
}

/** Every method throws `UNKNOWN_SYMBOL`, and `BAD_OPTION` for a span or a count that is none, and where nothing is left on the tape that it could change. */
export interface Faults {
  /** Nothing of the symbol (null: of all) comes for that long: milliseconds, or text such as `2.5s`. */
  gap(symbol: string | null, span: number | string, options?: GapOptions): void
  /** The next event comes so many times more (default 1), under its own number where the tape has numbers; of one symbol, if that is given. */
  duplicate(times?: number, symbol?: string): void
  /** The next so many events, at least 2 (default 2), come the other way round, the last of them first; of one symbol, if that is given. */
  reorder(count?: number, symbol?: string): void
  /** The next so many events (default 1) are lost, and their numbers with them where the tape has numbers; of one symbol, if that is given. */
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

  gap(symbol: string | null, span: number | string, { isDeclared = true }: GapOptions = {}): void {
    const from = micros(this.#options.position())
    const to = micros(from + microsOf(span))
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
    checkCount('times', times, 1)
    this.#change('duplicate', symbol, 1, (coming, [place = 0]) => {
      const event = coming[place]
      return event === undefined ? coming : coming.toSpliced(place, 0, ...Array.from({ length: times }, () => event))
    })
  }

  reorder(count = 2, symbol: string | null = null): void {
    checkCount('count', count, 2)
    this.#change('reorder', symbol, count, (coming, places) => {
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
    checkCount('count', count, 1)
    this.#change('drop', symbol, count, (coming, places) => {
      const lost = new Set(places)
      return coming.filter((_, place) => !lost.has(place))
    })
  }

  /** Changes what comes, given the places of the next `count` events that are meant. */
  #change(
    name: keyof Faults,
    symbol: string | null,
    count: number,
    change: (coming: readonly SourceEvent[], places: readonly number[]) => readonly SourceEvent[],
  ): void {
    const isMeant = this.#picker(symbol)
    this.#options.tape().change((coming) => {
      const places = placesOf(coming, isMeant, count)
      if (places.length === count) return change(coming, places)
      const what = symbol === null ? 'events' : `events of ${symbol}`
      throw new TapedeckError(
        'BAD_OPTION',
        `${name}() needs ${count} ${what}, and the tape has ${places.length} left`,
        {
          symbol,
          count,
          left: places.length,
        },
      )
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
