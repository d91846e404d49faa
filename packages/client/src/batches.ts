/** Batches of the wire made events again: what they say of topics, said of symbols. */

import {
  BatchReader,
  ByteReader,
  deckNumberOf,
  type Bar,
  type Book,
  type Channel,
  type Quote,
  type Snapshot,
  type Stats,
  type Status,
  type Trade,
  type TradeBust,
} from '@tapedeck/protocol'

/** What a batch can hold: the events of channels. */
export interface BatchListener {
  readonly quote: (quote: Quote) => void
  readonly trade: (trade: Trade) => void
  readonly 'trade-bust': (bust: TradeBust) => void
  readonly stats: (stats: Stats) => void
  readonly status: (status: Status) => void
  readonly bar: (bar: Bar) => void
  readonly book: (book: Book) => void
}

interface Pair {
  readonly channel: Channel
  readonly symbol: string
}

export class Batches {
  readonly #reader = new BatchReader()
  /** By deck, then by topic. */
  readonly #pairs = new Map<number, Map<number, Pair>>()

  /** The server knows nothing of this client any more. */
  clear(): void {
    this.#reader.clear()
    this.#pairs.clear()
  }

  /** Takes the topics that an answer names. */
  learn(deck: string, snapshots: readonly Snapshot[]): void {
    const number = deckNumberOf(deck)
    let pairs = this.#pairs.get(number)
    if (pairs === undefined) this.#pairs.set(number, (pairs = new Map<number, Pair>()))
    for (const { topic, channel, symbol } of snapshots) if (topic !== undefined) pairs.set(topic, { channel, symbol })
  }

  /** Tells what a batch holds. Throws `TAPE_CORRUPT`. */
  read(message: unknown, listener: BatchListener): void {
    const bytes = message instanceof ArrayBuffer ? new Uint8Array(message) : (message as Uint8Array)
    this.#reader.read(new ByteReader(bytes), (record, deck) => {
      if ('json' in record) {
        const tell = listener[record.name as keyof BatchListener] as ((event: unknown) => void) | undefined
        // one that is not known here is of a newer server
        tell?.(JSON.parse(record.json))
        return
      }
      const symbol = this.#pairs.get(deck)?.get(record.topic)?.symbol
      if (symbol === undefined) return
      const origin = deck === 0 ? {} : { deck: `deck-${deck}` }
      if (record.name === 'quote') listener.quote({ symbol, ...record.data, ...origin })
      else listener.trade({ symbol, ...record.data, ...origin })
    })
  }
}
