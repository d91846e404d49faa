/** Socket.IO's packets, which its own parser reads and writes, as messages. */

import { PacketType, type Packet } from 'socket.io-parser'
import type { Direction, SocketIoMessage } from './message.ts'

/** The packet of a message; without `direction` and `connection`, which it has no room for. */
export function packetOf(message: SocketIoMessage): Packet {
  const nsp = message.namespace
  switch (message.type) {
    case 'connect':
      return { type: PacketType.CONNECT, nsp }
    case 'disconnect':
      return { type: PacketType.DISCONNECT, nsp }
    case 'event': {
      const data = [message.event, ...message.arguments]
      const id = message.acknowledgement
      return { type: PacketType.EVENT, nsp, data, ...(id === null ? {} : { id }) }
    }
    case 'acknowledgement':
      return { type: PacketType.ACK, nsp, data: message.arguments, id: message.acknowledgement }
  }
}

/** The message of a packet that was decoded; undefined for what is none, such as a namespace that was refused. */
export function messageOf(packet: Packet, direction: Direction, connection: number): SocketIoMessage | undefined {
  const head = { transport: 'socket.io', direction, connection, namespace: packet.nsp } as const
  switch (packet.type) {
    case PacketType.CONNECT:
      return { ...head, type: 'connect' }
    case PacketType.DISCONNECT:
      return { ...head, type: 'disconnect' }
    case PacketType.EVENT:
    case PacketType.BINARY_EVENT: {
      if (!Array.isArray(packet.data)) return undefined
      const [event, ...given] = packet.data as readonly unknown[]
      return { ...head, type: 'event', event: String(event), arguments: given, acknowledgement: packet.id ?? null }
    }
    case PacketType.ACK:
    case PacketType.BINARY_ACK: {
      const acknowledgement = packet.id
      if (acknowledgement === undefined || !Array.isArray(packet.data)) return undefined
      return { ...head, type: 'acknowledgement', acknowledgement, arguments: packet.data as readonly unknown[] }
    }
    case PacketType.CONNECT_ERROR:
      return undefined
  }
}
