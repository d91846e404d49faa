/** What is published: an event with its data, encoded once however many hear it. */

import type { ServerToClientEvents } from '@tapedeck/protocol'
import type { Topic } from './topics.ts'
import { textFrame } from './websocket-frame.ts'

/** How a client reads events: as Socket.IO events, or as plain JSON messages. */
export type Encoding = 'socket.io' | 'plain'

export class Item {
  readonly topic: Topic
  readonly name: keyof ServerToClientEvents
  readonly data: object
  /** Whether it must be heard: trades, closed bars, changes of status. Of others the newest is enough. */
  readonly isComplete: boolean
  #json: string | undefined
  #text: string | undefined
  #frame: Buffer | undefined

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
    if (encoding === 'plain') return `{"event":"${this.name}","data":${this.#data}}`
    // an event packet of socket.io-protocol 5, on the default namespace
    this.#text ??= `2["${this.name}",${this.#data}]`
    return this.#text
  }

  /** The WebSocket frame of an Engine.IO message with the Socket.IO packet: engine.io-protocol 4 puts a `4` before it. */
  get frame(): Buffer {
    this.#frame ??= textFrame(`4${this.text('socket.io')}`)
    return this.#frame
  }
}

/** Items that go to one client, or to all clients of a group, in one write. */
export class Batch {
  readonly items: readonly Item[]
  #frames: Buffer | undefined

  constructor(items: readonly Item[]) {
    this.items = items
  }

  /** Their WebSocket frames in one piece: frames say their own length, so that many are read as if they had come singly. */
  get frames(): Buffer {
    this.#frames ??= this.items.length === 1 && this.items[0] !== undefined ? this.items[0].frame : this.#joined()
    return this.#frames
  }

  #joined(): Buffer {
    return Buffer.concat(this.items.map(({ frame }) => frame))
  }
}
