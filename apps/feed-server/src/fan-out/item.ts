/** What is published: an event with its data, encoded once however many hear it. */

import type { ServerToClientEvents } from '@tapedeck/protocol'
import type { Topic } from './topics.ts'
import { textFrame } from './websocket-frame.ts'

/** How a client reads events: as Socket.IO packets in Engine.IO messages, as plain JSON messages, or as server-sent events. */
export type Encoding = 'socket.io' | 'plain' | 'sse'

export class Item {
  readonly topic: Topic
  readonly name: keyof ServerToClientEvents
  readonly data: object
  /** Whether it must be heard: trades, closed bars, changes of status. Of others the newest is enough. */
  readonly isComplete: boolean
  #json: string | undefined
  readonly #frames = new Map<Encoding, Buffer>()

  constructor(topic: Topic, name: keyof ServerToClientEvents, data: object, isComplete: boolean) {
    this.topic = topic
    this.name = name
    this.data = data
    this.isComplete = isComplete
  }

  /** Characters of its data, about the bytes that it takes. */
  get size(): number {
    return this.#data.length
  }

  get #data(): string {
    this.#json ??= JSON.stringify(this.data)
    return this.#json
  }

  text(encoding: Encoding): string {
    switch (encoding) {
      // an event packet of socket.io-protocol 5, on the default namespace
      case 'socket.io':
        return `2["${this.name}",${this.#data}]`
      case 'plain':
        return `{"event":"${this.name}","data":${this.#data}}`
      // an event of WHATWG HTML, section 9.2
      case 'sse':
        return `event: ${this.name}\ndata: ${this.#data}\n\n`
    }
  }

  /** The WebSocket frame of it. */
  frame(encoding: Encoding): Buffer {
    const known = this.#frames.get(encoding)
    if (known !== undefined) return known
    // engine.io-protocol 4 puts a `4` before a message
    const frame = textFrame(encoding === 'socket.io' ? `4${this.text(encoding)}` : this.text(encoding))
    this.#frames.set(encoding, frame)
    return frame
  }
}

/** Items that go to one client, or to all clients of a group, in one write. */
export class Batch {
  readonly items: readonly Item[]
  readonly #frames = new Map<Encoding, Buffer>()

  constructor(items: readonly Item[]) {
    this.items = items
  }

  /** Their WebSocket frames in one piece: frames say their own length, so that many are read as if they had come singly. */
  frames(encoding: Encoding): Buffer {
    const known = this.#frames.get(encoding)
    if (known !== undefined) return known
    const [first] = this.items
    const isOne = this.items.length === 1 && first !== undefined
    const frames = isOne ? first.frame(encoding) : Buffer.concat(this.items.map((item) => item.frame(encoding)))
    this.#frames.set(encoding, frames)
    return frames
  }
}
