/** What is published: an event with its data, encoded once however many hear it. */

import type { Anchor, Instrument, QuoteEvent, ServerToClientEvents, TradeEvent } from '@tapedeck/protocol'
import type { Topic } from './topics.ts'
import { binaryFrame, textFrame } from './websocket-frame.ts'
import { encodeBatch, isInBatch } from './wire-batch.ts'

/**
 * How a client reads events: as Socket.IO packets in Engine.IO messages, the same with those of channels in binary batches, as plain JSON messages, or as
 * server-sent events.
 */
export type Encoding = 'socket.io' | 'batch' | 'plain' | 'sse'

/** What a record of the wire is made of. */
export interface WireRecord {
  readonly event: QuoteEvent | TradeEvent
  readonly instrument: Instrument
}

/** How an item is written for everybody who keeps up: decided once, since all of them hold the same anchors. */
export interface WireForm {
  readonly form: 'delta' | 'anchor'
  readonly anchor: Anchor | undefined
}

export class Item {
  readonly topic: Topic
  readonly name: keyof ServerToClientEvents
  readonly data: object
  /** Whether it must be heard: trades, closed bars, changes of status. Of others the newest is enough. */
  readonly isComplete: boolean
  readonly record: WireRecord | undefined
  wire: WireForm | undefined
  #json: string | undefined
  readonly #frames = new Map<Encoding, Buffer>()

  constructor(topic: Topic, name: keyof ServerToClientEvents, data: object, isComplete: boolean, record?: WireRecord) {
    this.topic = topic
    this.name = name
    this.data = data
    this.isComplete = isComplete
    this.record = record
  }

  /** Characters of its data, about the bytes that it takes. */
  get size(): number {
    return this.json.length
  }

  /** Its data as JSON. */
  get json(): string {
    this.#json ??= JSON.stringify(this.data)
    return this.#json
  }

  text(encoding: Encoding): string {
    switch (encoding) {
      // an event packet of socket.io-protocol 5, on the default namespace
      case 'socket.io':
      case 'batch':
        return `2["${this.name}",${this.json}]`
      case 'plain':
        return `{"event":"${this.name}","data":${this.json}}`
      // an event of WHATWG HTML, section 9.2
      case 'sse':
        return `event: ${this.name}\ndata: ${this.json}\n\n`
    }
  }

  /** The WebSocket frame of it. */
  frame(encoding: Encoding): Buffer {
    const known = this.#frames.get(encoding)
    if (known !== undefined) return known
    // engine.io-protocol 4 puts a `4` before a message
    const frame = textFrame(
      encoding === 'socket.io' || encoding === 'batch' ? `4${this.text(encoding)}` : this.text(encoding),
    )
    this.#frames.set(encoding, frame)
    return frame
  }
}

/** The number of what it says; 0 where it has none. */
export function seqOf({ data }: Item): number {
  return 'seq' in data && typeof data.seq === 'number' ? data.seq : 0
}

/** Items that go to one client, or to all clients of a group, in one write. */
export class Batch {
  readonly items: readonly Item[]
  readonly #deck: number
  readonly #isFull: boolean
  readonly #frames = new Map<Encoding, Buffer>()

  /** `deck` is its number; `isFull` says that it is for clients that may not hold the anchors. */
  constructor(items: readonly Item[], deck: number, isFull: boolean) {
    this.items = items
    this.#deck = deck
    this.#isFull = isFull
  }

  /** Their WebSocket frames in one piece: frames say their own length, so that many are read as if they had come singly. */
  frames(encoding: Encoding): Buffer {
    const known = this.#frames.get(encoding)
    if (known !== undefined) return known
    const frames = encoding === 'batch' ? this.#batched() : joined(this.items.map((item) => item.frame(encoding)))
    this.#frames.set(encoding, frames)
    return frames
  }

  /** The batch of what is of channels as bytes; undefined where nothing is. */
  get batch(): Uint8Array | undefined {
    const inBatch = this.items.filter(isInBatch)
    return inBatch.length === 0 ? undefined : encodeBatch(inBatch, this.#deck, this.#isFull)
  }

  #batched(): Buffer {
    const { batch } = this
    const others = this.items.filter((item) => !isInBatch(item)).map((item) => item.frame('socket.io'))
    return joined(batch === undefined ? others : [binaryFrame(batch), ...others])
  }
}

function joined(frames: readonly Buffer[]): Buffer {
  const [first] = frames
  return frames.length === 1 && first !== undefined ? first : Buffer.concat(frames)
}
