/**
 * Messages as payloads of `opaque` events: docs/tape-format.md, "Messages". What a Socket.IO message says is written by Socket.IO's own
 * encoder and read by its own decoder.
 */

import { ByteReader, ByteWriter, corruptBytes, micros, seq, type OpaqueEvent } from '@tapedeck/protocol'
import { Decoder, Encoder, type Packet } from 'socket.io-parser'
import type { Direction, Message, WebSocketMessage } from './message.ts'
import { messageOf, packetOf } from './socket-io-packet.ts'

/** The kind of opaque events that are messages. */
export const MESSAGE_KIND = 1_000

/** The first byte: what follows, and in bit 7 who sent it. */
const FORM = { 'socket.io': 0, connect: 1, disconnect: 2, text: 3, bytes: 4 } as const
const FROM_CLIENT = 0x80

/** A message at a tape time. */
export function messageEvent(message: Message, tsRecv: number, number: number): OpaqueEvent {
  const at = micros(tsRecv)
  return { type: 'opaque', ts: at, tsRecv: at, seq: seq(number), kind: MESSAGE_KIND, payload: encodeMessage(message) }
}

export function encodeMessage(message: Message): Uint8Array {
  const writer = new ByteWriter()
  const begin = (form: number): void => {
    writer.u8(form | (message.direction === 'from-client' ? FROM_CLIENT : 0))
    writer.uint(message.connection)
  }
  if (message.transport === 'socket.io') {
    const [text, ...attachments] = new Encoder().encode(packetOf(message)) as [string, ...Uint8Array[]]
    begin(FORM['socket.io'])
    writer.text(text)
    for (const bytes of attachments.map(bytesOf)) {
      writer.uint(bytes.length)
      writer.raw(bytes)
    }
  } else if (message.type === 'connect') {
    begin(FORM.connect)
    writer.text(message.path)
  } else if (message.type === 'disconnect') {
    begin(FORM.disconnect)
    writer.uint(message.code)
    writer.text(message.reason)
  } else if (typeof message.data === 'string') {
    begin(FORM.text)
    writer.text(message.data)
  } else {
    begin(FORM.bytes)
    writer.raw(message.data)
  }
  return writer.bytes.slice()
}

/** Throws `TAPE_CORRUPT` for what is no message. */
export function decodeMessage(payload: Uint8Array): Message {
  const reader = new ByteReader(payload)
  const first = reader.u8()
  const direction: Direction = (first & FROM_CLIENT) === 0 ? 'to-client' : 'from-client'
  const connection = reader.uint()
  const form = first & ~FROM_CLIENT
  const message =
    form === FORM['socket.io']
      ? messageOf(readPacket(reader), direction, connection)
      : readWebSocket(reader, form, direction, connection)
  if (message === undefined || reader.left > 0) throw corruptBytes('holds a message that is not whole')
  return message
}

function readWebSocket(
  reader: ByteReader,
  form: number,
  direction: Direction,
  connection: number,
): WebSocketMessage | undefined {
  const head = { transport: 'websocket', direction, connection } as const
  switch (form) {
    case FORM.connect:
      return { ...head, type: 'connect', path: reader.text() }
    case FORM.disconnect:
      return { ...head, type: 'disconnect', code: reader.uint(), reason: reader.text() }
    case FORM.text:
      return { ...head, type: 'frame', data: reader.text() }
    case FORM.bytes:
      return { ...head, type: 'frame', data: reader.raw(reader.left).slice() }
    default:
      return undefined
  }
}

function readPacket(reader: ByteReader): Packet {
  const decoder = new Decoder({ maxAttachments: Infinity })
  const found: Packet[] = []
  decoder.on('decoded', (packet: Packet) => found.push(packet))
  try {
    decoder.add(reader.text())
    while (reader.left > 0) decoder.add(Buffer.from(reader.raw(reader.uint())))
  } catch (thrown) {
    throw corruptBytes(`holds a message that Socket.IO cannot read: ${String(thrown)}`)
  }
  const [packet] = found
  if (packet === undefined) throw corruptBytes('holds a message without its bytes')
  return packet
}

/** The encoder leaves an ArrayBuffer as it was given. */
function bytesOf(attachment: Uint8Array | ArrayBuffer): Uint8Array {
  return attachment instanceof Uint8Array ? attachment : new Uint8Array(attachment)
}
