import { recordThrough, replayMessages, useTape } from '@tapedeck/testkit'
import { Server } from 'socket.io'
import { io } from 'socket.io-client'
import { expect, it } from 'vitest'

/** What is tested: a bot that asks a feed of our own for prices and keeps the highest. */
async function startBot(url: string) {
  const bot = { highest: 0, close: () => void socket.close() }
  const socket = io(url, { forceNew: true })
  socket.on('price', ({ price }: { price: number }) => (bot.highest = Math.max(bot.highest, price)))
  await socket.emitWithAck('watch', 'ACME')
  return bot
}

/** Runs once, where the tape is missing. Yours starts, or names, your real server. */
async function record(to: string) {
  const server = new Server(4_871)
  server.on('connection', (socket) => {
    socket.on('watch', (symbol: string, answer: (ok: boolean) => void) => {
      answer(true)
      for (const price of [10, 12.5, 11]) socket.emit('price', { symbol, price })
      socket.disconnect()
    })
  })
  await using recording = await recordThrough({ target: 'http://127.0.0.1:4871', to })
  const socket = io(recording.url).emit('watch', 'ACME', () => undefined)
  await new Promise((resolve) => socket.on('disconnect', resolve))
  await server.close()
}

it('the bot keeps the highest price', async () => {
  await using feed = await replayMessages(await useTape('tests/testkit/own-feed.tape.jsonl', { record }))
  const bot = await startBot(feed.url)
  await feed.step()
  expect(bot.highest).toBe(10)
  await feed.drain()
  expect(bot.highest).toBe(12.5)
  bot.close()
})
