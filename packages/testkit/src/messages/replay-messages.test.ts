/** A tape of messages, played to stock clients. */

import type { SourceEvent } from '@tapedeck/protocol'
import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket, type RawData } from 'ws'
import type { Message } from './message.ts'
import { messageEvent } from './message-codec.ts'
import { replayMessages } from './replay-messages.ts'

const open: { close(): unknown }[] = []
const warnings: Error[] = []
const warned = (warning: Error): void => void warnings.push(warning)
beforeEach(() => void process.on('warning', warned))
afterEach(() => {
  process.off('warning', warned)
  warnings.length = 0
  for (const each of open.splice(0)) each.close()
})

/** Events of messages at milliseconds after each other's beginning. */
function tapeOf(...lines: readonly (readonly [number, Message])[]): SourceEvent[] {
  return lines.map(([at, message], i) => messageEvent(message, 1_767_623_400_000_000 + at * 1_000, i + 1))
}

const head = { transport: 'socket.io', namespace: '/', connection: 1 } as const
const down = { ...head, direction: 'to-client' } as const
const up = { ...head, direction: 'from-client' } as const
const tick = (at: number, price: number, connection = 1): readonly [number, Message] => [
  at,
  {
    ...down,
    connection,
    type: 'event',
    event: 'tick',
    arguments: [{ price }, Buffer.of(price)],
    acknowledgement: null,
  },
]
const asked: Message = { ...up, type: 'event', event: 'subscribe', arguments: [['BTC']], acknowledgement: 4 }
const answered: Message = { ...down, type: 'acknowledgement', acknowledgement: 4, arguments: [{ ok: true }] }
const TAPE = tapeOf(
  [0, { ...up, type: 'connect' }],
  [1, asked],
  [2, answered],
  tick(10, 1),
  tick(20, 2),
  tick(20, 3),
  tick(2_500, 4),
)

async function stock(url: string, transport = 'websocket'): Promise<{ socket: Socket; heard: unknown[][] }> {
  const socket = io(url, { forceNew: true, transports: [transport], reconnection: false })
  open.push(socket)
  const heard: unknown[][] = []
  socket.onAny((...given: unknown[]) => heard.push(given))
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  return { socket, heard }
}
const prices = (heard: unknown[][]): number[] => heard.map(([, data]) => (data as { price: number }).price)

describe('Socket.IO messages', () => {
  for (const transport of ['websocket', 'polling']) {
    it(`come when the test says so, and are handled by then (${transport})`, async () => {
      await using feed = await replayMessages(TAPE)
      const { heard } = await stock(feed.url, transport)
      await feed.advance(9)
      expect(heard).toEqual([])
      await feed.advance('1ms')
      expect(heard).toEqual([['tick', { price: 1 }, Buffer.of(1)]])
      expect(await feed.step()).toMatchObject({ event: 'tick', arguments: [{ price: 2 }, Buffer.of(2)] })
      expect(prices(heard)).toEqual([1, 2])
      expect(feed.position).toBe(20_000)
      const found = await feed.until((message) => message.type === 'event')
      expect(found).toMatchObject({ arguments: [{ price: 3 }, Buffer.of(3)] })
      await feed.drain()
      expect(prices(heard)).toEqual([1, 2, 3, 4])
      expect(await feed.step()).toBeUndefined()
      await expect(feed.until(() => true)).rejects.toMatchObject({ code: 'NEVER_MET' })
    })
  }

  it('come while the timers of the test are fake, and however far it moves them', async () => {
    await using feed = await replayMessages(TAPE)
    const { socket, heard } = await stock(feed.url)
    vi.useFakeTimers()
    try {
      await feed.advance('20ms')
      vi.advanceTimersByTime(3_600_000)
      await feed.drain()
      expect(prices(heard)).toEqual([1, 2, 3, 4])
      expect(socket.connected).toBe(true)
    } finally {
      vi.useRealTimers()
    }
  })

  it('are answered as they were, and what clients send is kept', async () => {
    await using feed = await replayMessages(TAPE)
    const { socket } = await stock(feed.url)
    expect(await socket.emitWithAck('subscribe', ['BTC'])).toEqual({ ok: true })
    socket.emit('note', { text: 'hello' }, Buffer.of(9))
    await feed.advance(0)
    expect(feed.received).toMatchObject([
      { type: 'connect', connection: 1 },
      { type: 'event', event: 'subscribe', arguments: [['BTC']] },
      { type: 'event', event: 'note', arguments: [{ text: 'hello' }, Buffer.of(9)], acknowledgement: null },
    ])
  })

  it('that ask what nobody asked are named', async () => {
    await using feed = await replayMessages(TAPE)
    const { socket } = await stock(feed.url)
    socket.emit('subscribe', ['ETH'], () => undefined)
    await expect(feed.advance(5)).rejects.toMatchObject({
      code: 'UNRECORDED_REQUEST',
      message: expect.stringContaining('"subscribe" of namespace / with [["ETH"]]') as string,
    })
    await feed.drain()
    expect(warnings.map(({ name }) => name)).toContain('TapedeckReplay')
  })

  it('find a request by what the test takes for the same', async () => {
    await using feed = await replayMessages(TAPE, { match: (recorded, now) => recorded.event === now.event })
    const { socket } = await stock(feed.url)
    expect(await socket.emitWithAck('subscribe', ['ETH'])).toEqual({ ok: true })
  })

  it('ask clients as well', async () => {
    const question: Message = { ...down, type: 'event', event: 'how', arguments: [1], acknowledgement: 7 }
    await using feed = await replayMessages(tapeOf([0, question]))
    const { socket } = await stock(feed.url)
    socket.on('how', (n: number, answer: (text: string) => void) => answer(`well ${n}`))
    await feed.drain()
    expect(feed.received.at(-1)).toMatchObject({ type: 'acknowledgement', acknowledgement: 7, arguments: ['well 1'] })
  })

  it('of a client that comes late are those of its part up to now, then what follows', async () => {
    await using feed = await replayMessages(
      tapeOf(tick(0, 1), tick(10, 2), tick(10, 20, 2), tick(30, 3), tick(30, 30, 2)),
    )
    const first = await stock(feed.url)
    await feed.advance(20)
    const second = await stock(feed.url)
    const third = await stock(feed.url)
    await feed.connected(3)
    await feed.drain()
    expect(prices(first.heard)).toEqual([1, 2, 3])
    expect(prices(second.heard)).toEqual([20, 30])
    expect(prices(third.heard)).toEqual([20, 30])
  })

  it('of namespaces go to those who entered them, until the server ended it', async () => {
    const there = { ...down, namespace: '/there' } as const
    await using feed = await replayMessages(
      tapeOf(
        tick(0, 1),
        [1, { ...there, type: 'event', event: 'tick', arguments: [{ price: 9 }], acknowledgement: null }],
        [5, { ...there, type: 'disconnect' }],
      ),
    )
    const { heard } = await stock(feed.url)
    const other = await stock(`${feed.url}/there`)
    await feed.advance(4)
    expect([prices(heard), prices(other.heard), other.socket.connected]).toEqual([[1], [9], true])
    await feed.drain()
    expect(other.socket.connected).toBe(false)
    expect(heard).toHaveLength(1)
  })
})

describe('WebSocket messages', () => {
  const web = { transport: 'websocket', connection: 1 } as const
  const toClient = { ...web, direction: 'to-client' } as const
  const tape = tapeOf(
    [0, { ...web, direction: 'from-client', type: 'connect', path: '/stream' }],
    [1, { ...toClient, type: 'frame', data: '{"price":1}' }],
    [2, { ...toClient, type: 'frame', data: Buffer.of(1, 2, 3) }],
    [3, { ...toClient, type: 'disconnect', code: 4001, reason: 'enough' }],
  )

  it('come at the path that was recorded, text as text and bytes as bytes', async () => {
    await using feed = await replayMessages(tape)
    const socket = new WebSocket(`${feed.url.replace('http', 'ws')}/stream?token=1`)
    const heard: unknown[] = []
    socket.on('message', (data: RawData, isBinary) => heard.push(isBinary ? data : String(data)))
    const closed = new Promise((resolve) => socket.once('close', (code, reason) => resolve([code, String(reason)])))
    await feed.connected()
    await feed.advance('1ms')
    expect(heard).toEqual(['{"price":1}'])
    socket.send('hello')
    await feed.advance('1ms')
    expect(heard).toEqual(['{"price":1}', Buffer.of(1, 2, 3)])
    expect(feed.received).toMatchObject([
      { type: 'connect', path: '/stream' },
      { type: 'frame', data: 'hello' },
    ])
    await feed.drain()
    expect(await closed).toEqual([4001, 'enough'])
  })

  it('are nowhere else', async () => {
    await using feed = await replayMessages(tape)
    const socket = new WebSocket(`${feed.url.replace('http', 'ws')}/other`)
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve))
    expect(error.message).toContain('404')
    await expect(feed.drain()).rejects.toMatchObject({ code: 'UNRECORDED_REQUEST' })
  })
})

it('what is wrong is told as such', async () => {
  await expect(replayMessages([])).rejects.toMatchObject({ code: 'BAD_OPTION' })
  await expect(replayMessages('no.tape')).rejects.toMatchObject({ code: 'TAPE_NOT_FOUND' })
  const feed = await replayMessages(TAPE)
  for (const span of [-1, NaN, Infinity, 'soon', '-1s']) {
    await expect(feed.advance(span)).rejects.toMatchObject({ code: 'BAD_OPTION' })
  }
  await expect(feed.connected(0)).rejects.toThrow('count is 0: it must be a whole number from 1')
  await stock(feed.url)
  await expect(feed.connected(2, { withinMs: 10 })).rejects.toMatchObject({
    code: 'TIMEOUT',
    message: '1 of 2 clients are there after 0.01 s: a namespace of Socket.IO is one each',
  })
  await feed.close()
  await feed.close()
  await expect(feed.drain()).rejects.toMatchObject({ code: 'CLOSED' })
})
