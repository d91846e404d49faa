/** What stock clients and stock servers say to each other through the recorder, and again from the tape. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, request, type IncomingMessage } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Server } from 'socket.io'
import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer, type RawData } from 'ws'
import { readMessages } from '../messages/message-tape.ts'
import { replayMessages } from '../messages/replay-messages.ts'
import { recordThrough } from './record-through.ts'

let folder = ''
const open: { close(): unknown }[] = []
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'tapedeck-record-'))))
afterEach(() => {
  for (const each of open.splice(0).reverse()) each.close()
  rmSync(folder, { recursive: true, force: true })
})

const binary = Buffer.from([0, 255, 7, 128])

/** A feed that is not ours: two namespaces, binary, acknowledgements both ways. */
async function stockServer(): Promise<string> {
  const http = createServer()
  const server = new Server(http)
  open.push(server)
  server.on('connection', (socket) => {
    socket.emit('welcome', { to: 'the feed' }, binary)
    socket.on('subscribe', (symbols: readonly string[], answer: (given: unknown) => void) => {
      answer({ ok: true, symbols, binary })
      for (let i = 0; i < 200; i++)
        socket.emit('tick', { symbol: symbols[i % symbols.length], i, depth: [{ at: i, raw: Buffer.of(i) }] })
      socket.emit('ready?', 'you', (word: string) => socket.emit('heard', word))
    })
  })
  server.of('/news').on('connection', (socket) => socket.emit('headline', { text: 'naïve “quotes”', n: null }))
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`
}

interface Journey {
  readonly heard: readonly unknown[][]
  readonly news: readonly unknown[][]
  readonly answer: unknown
}

/** What a page does with that feed. `play` is called once it has asked. */
async function journey(url: string, transports: string[], play: () => Promise<void>): Promise<Journey> {
  const options = {
    forceNew: true,
    transports,
    reconnection: false,
    auth: { token: 'secret-1' },
    query: { key: 'secret-2' },
  }
  const heard: unknown[][] = []
  const news: unknown[][] = []
  const socket: Socket = io(url, options)
  const other: Socket = io(`${url}/news`, options)
  open.push(socket, other)
  const done = new Promise((resolve) => socket.once('heard', resolve))
  const headline = new Promise((resolve) => other.once('headline', resolve))
  socket.onAny((...given: unknown[]) => heard.push(given.filter((each) => typeof each !== 'function')))
  socket.on('ready?', (_: string, answer: (word: string) => void) => answer('aye'))
  other.onAny((...given: unknown[]) => news.push(given))
  await Promise.all([once(socket as never, 'connect'), once(other as never, 'connect')])
  const answer: unknown = await socket.emitWithAck('subscribe', ['BTC', 'ETH'])
  await play()
  await Promise.all([done, headline])
  socket.close()
  other.close()
  return { heard, news, answer }
}

describe('a Socket.IO server', () => {
  it.each([[['websocket']], [['polling']], [['polling', 'websocket']]])(
    'by %j is recorded, and heard the same again',
    async (transports) => {
      const to = join(folder, 'feed.tape.jsonl')
      const recording = await recordThrough({ target: await stockServer(), to })
      const live = await journey(recording.url, transports, () => Promise.resolve())
      const { events } = await recording.close()
      expect(live.heard.length).toBe(203)
      expect(live.answer).toEqual({ ok: true, symbols: ['BTC', 'ETH'], binary })

      const taped = await readMessages(to)
      expect(taped).toHaveLength(events)
      expect(taped.every(({ at }, i) => at >= (taped[i - 1]?.at ?? 0))).toBe(true)
      expect(JSON.stringify(taped)).not.toContain('secret')

      await using feed = await replayMessages(to)
      const again = await journey(feed.url, transports, () => feed.drain())
      expect(again).toEqual(live)
      expect(feed.received).toContainEqual(expect.objectContaining({ type: 'acknowledgement', arguments: ['aye'] }))
    },
  )

  it('is recorded without what a test would rather not keep', async () => {
    const to = join(folder, 'feed.tape')
    const recording = await recordThrough({
      target: await stockServer(),
      to,
      redact: (message) => {
        if (message.transport !== 'socket.io' || message.namespace === '/news') return null
        return message.type === 'event' && message.event === 'heard' ? { ...message, arguments: ['***'] } : message
      },
    })
    const live = await journey(recording.url, ['websocket'], () => Promise.resolve())
    expect(live.heard.at(-1)).toEqual(['heard', 'aye'])
    await recording.close()
    const messages = (await readMessages(to)).map(({ message }) => message)
    expect(messages.some((message) => message.transport === 'socket.io' && message.namespace === '/news')).toBe(false)
    expect(messages.findLast(({ type }) => type === 'event')).toMatchObject({ event: 'heard', arguments: ['***'] })
  })
})

describe('a WebSocket server', () => {
  async function stockSockets(): Promise<string> {
    const server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      verifyClient: ({ req }: { readonly req: IncomingMessage }) => req.url !== '/closed',
    })
    open.push(server)
    await once(server, 'listening')
    server.on('connection', (socket, { url }) => {
      socket.send(JSON.stringify({ path: url?.split('?')[0] }))
      socket.on('message', (data, isBinary) => {
        socket.send(data, { binary: isBinary })
        for (let i = 0; i < 100; i++) socket.send(i % 2 === 0 ? `text ${i}` : Buffer.of(i))
        socket.close(4002, 'done')
      })
    })
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  async function listen(url: string, play: () => Promise<void>): Promise<unknown[]> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/stream?key=secret`)
    const heard: unknown[] = []
    socket.on('message', (data: RawData, isBinary) => heard.push(isBinary ? data : String(data)))
    const closed = once(socket, 'close')
    await once(socket, 'open')
    socket.send(binary)
    await play()
    const [code, reason] = (await closed) as [number, Buffer]
    return [...heard, code, String(reason)]
  }

  it('is recorded, and heard the same again', async () => {
    const to = join(folder, 'stream.tape')
    const recording = await recordThrough({ target: await stockSockets(), to })
    const live = await listen(recording.url, () => Promise.resolve())
    expect(live).toHaveLength(104)
    await recording.close()
    await using feed = await replayMessages(to)
    expect(await listen(feed.url, () => feed.drain())).toEqual(live)
    expect(JSON.stringify(await readMessages(to))).not.toContain('secret')
  })

  it('that refuses is heard to refuse', async () => {
    await using recording = await recordThrough({ target: await stockSockets(), to: join(folder, 'a.tape') })
    const socket = new WebSocket(`${recording.url.replace('http', 'ws')}/closed`)
    const [error] = (await once(socket, 'error')) as [Error]
    expect(error.message).toContain('401')
    expect(recording.messages).toBe(0)
  })

  it('that is not there is told as such', async () => {
    await using recording = await recordThrough({ target: 'http://127.0.0.1:1', to: join(folder, 'a.tape') })
    const [error] = (await once(new WebSocket(recording.url.replace('http', 'ws')), 'error')) as [Error]
    expect(error.message).toContain('502')
    expect((await fetch(recording.url)).status).toBe(502)
    await expect(recordThrough({ target: 'nowhere', to: join(folder, 'b.tape') })).rejects.toMatchObject({
      code: 'BAD_OPTION',
    })
  })
})

it('an address that is none leaves the recorder, and reaches no other host', async () => {
  const http = createServer((_, response) => void response.writeHead(404).end())
  open.push(http)
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const target = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  await using recording = await recordThrough({ target, to: join(folder, 'a.tape') })
  for (const path of ['//', '//127.0.0.2:1/socket.io/?EIO=4&transport=websocket', '*']) {
    for (const headers of [
      {},
      {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
        'sec-websocket-version': '13',
      },
    ]) {
      const asked = request(recording.url, { path, headers }).end()
      const [answer] = (await once(asked, 'response')) as [IncomingMessage]
      expect(answer.statusCode).toBe(404)
      answer.resume()
    }
  }
  expect(recording.messages).toBe(0)
})

describe('the command', () => {
  it('leaves a tape that can be read, even when it is killed', async () => {
    const to = join(folder, 'killed.tape')
    const bin = fileURLToPath(new URL('../../bin/tapedeck-record.mjs', import.meta.url))
    const child = spawn(process.execPath, [bin, '--target', await stockServer(), '--out', to])
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const url = /connect to (\S+)/.exec(line.toString())?.[1] ?? ''
    const live = await journey(url, ['websocket'], () => Promise.resolve())
    const isTaped = async (): Promise<boolean> => {
      // one that is being written may have nothing yet
      const taped = await readMessages(to).catch(() => [])
      const events = taped.map(({ message }) => ('event' in message ? message.event : ''))
      return events.includes('heard') && events.includes('headline')
    }
    // written once a second: the file itself tells when
    while (!(await isTaped()));
    child.kill('SIGKILL')
    await once(child, 'close')
    await using feed = await replayMessages(to)
    expect(await journey(feed.url, ['websocket'], () => feed.drain())).toEqual(live)
  })
})
