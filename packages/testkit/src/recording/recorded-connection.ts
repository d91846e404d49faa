/** A Socket.IO connection that passes through: Engine.IO's and Socket.IO's own parsers read what is said in each direction. */

import type { Packet as EnginePacket } from 'engine.io-parser'
import { Decoder, type Packet } from 'socket.io-parser'
import type { Direction, Message } from '../messages/message.ts'
import { messageOf } from '../messages/socket-io-packet.ts'

export class RecordedConnection {
  readonly #decoders: Readonly<Record<Direction, Decoder>>

  constructor(number: number, take: (message: Message) => void) {
    const decoderOf = (direction: Direction): Decoder => {
      const decoder = new Decoder({ maxAttachments: Infinity })
      decoder.on('decoded', (packet: Packet) => {
        const message = messageOf(packet, direction, number)
        if (message !== undefined) take(message)
      })
      return decoder
    }
    this.#decoders = { 'to-client': decoderOf('to-client'), 'from-client': decoderOf('from-client') }
  }

  /** Takes an Engine.IO packet that passed. Throws what the parser does. */
  take({ type, data }: EnginePacket, direction: Direction): void {
    if (type === 'message') this.#decoders[direction].add(data)
  }
}
