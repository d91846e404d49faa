/** Messages come back from the tape as they went onto it. */

import { TapedeckError } from '@tapedeck/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Direction, Message } from './message.ts'
import { decodeMessage, encodeMessage, messageEvent, MESSAGE_KIND } from './message-codec.ts'

const head = {
  direction: fc.constantFrom<Direction>('to-client', 'from-client'),
  connection: fc.integer({ min: 1, max: 2 ** 40 }),
}
const bytes = fc.uint8Array({ maxLength: 300 }).map((each) => Buffer.from(each))
/** What JSON gives back as it was: it has no minus zero. Nor has it a key `__proto__` here, which Socket.IO loses of an object that is sent beside bytes. */
const json = fc
  .jsonValue()
  .map((value): unknown =>
    JSON.parse(JSON.stringify(value), (key, each: unknown) => (key === '__proto__' ? undefined : each)),
  )
const argument = fc.oneof(json, bytes, fc.record({ note: fc.string(), data: bytes }))
const socketIo = {
  ...head,
  transport: fc.constant('socket.io' as const),
  namespace: fc.constantFrom('/', '/prices', '/a/b'),
}
const webSocket = { ...head, transport: fc.constant('websocket' as const) }
const event = fc
  .string({ minLength: 1 })
  .filter(
    (name) =>
      !['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'].includes(name),
  )

const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ ...socketIo, type: fc.constantFrom('connect' as const, 'disconnect' as const) }),
  fc.record({
    ...socketIo,
    type: fc.constant('event' as const),
    event,
    arguments: fc.array(argument, { maxLength: 4 }),
    acknowledgement: fc.option(fc.nat()),
  }),
  fc.record({
    ...socketIo,
    type: fc.constant('acknowledgement' as const),
    acknowledgement: fc.nat(),
    arguments: fc.array(argument, { maxLength: 4 }),
  }),
  fc.record({ ...webSocket, type: fc.constant('connect' as const), path: fc.webPath() }),
  fc.record({
    ...webSocket,
    type: fc.constant('disconnect' as const),
    code: fc.integer({ min: 1000, max: 4999 }),
    reason: fc.string(),
  }),
  fc.record({
    ...webSocket,
    type: fc.constant('frame' as const),
    data: fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array()),
  }),
)

describe('a message', () => {
  it('comes back as it went', () => {
    fc.assert(
      fc.property(message, (each) => {
        expect(decodeMessage(encodeMessage(each))).toEqual(each)
      }),
      { numRuns: 1_000 },
    )
  })

  it('that was cut off or damaged is told as such, or is another message', () => {
    fc.assert(
      fc.property(message, fc.nat(), fc.nat(255), (each, at, byte) => {
        const payload = encodeMessage(each)
        payload[at % payload.length] = byte
        for (const damaged of [payload, payload.subarray(0, at % payload.length)]) {
          try {
            decodeMessage(damaged)
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(TapedeckError)
            expect(thrown).toMatchObject({ code: 'TAPE_CORRUPT' })
          }
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('has the bytes that docs/tape-format.md shows', () => {
    const shown: Message = {
      transport: 'socket.io',
      direction: 'to-client',
      connection: 1,
      namespace: '/',
      type: 'event',
      event: 'tick',
      arguments: [{ at: Buffer.of(7, 8) }],
      acknowledgement: null,
    }
    const { payload, kind } = messageEvent(shown, 1_000, 1)
    expect(kind).toBe(MESSAGE_KIND)
    expect(Buffer.from(payload).toString('latin1')).toBe(
      '\x00\x01\x3051-["tick",{"at":{"_placeholder":true,"num":0}}]\x02\x07\x08',
    )
  })
})
