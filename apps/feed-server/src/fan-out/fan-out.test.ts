/** Who gets what: of last values the newest, of trades every one or word of the loss, nothing twice and nothing backwards. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FanOut } from './fan-out.ts'
import type { Outlet } from './follower.ts'
import { Item, type Batch } from './item.ts'

const SYMBOLS = ['A', 'B', 'C'] as const

interface Update {
  readonly channel: string
  readonly symbol: string
  readonly seq: number
}

class Client implements Outlet {
  isReady = true
  readonly holdsAnchors = false
  readonly isFull = false
  writes = 0
  readonly heard: Update[] = []
  readonly lost: { channel: string; symbol: string; fromSeq: number; toSeq: number }[] = []

  send({ items }: Batch): void {
    if (!this.isReady) throw new Error('it was not asked whether it is ready')
    this.writes++
    for (const { name, data } of items) {
      if (name === 'notice') this.lost.push(...(data as { details: { lost: Client['lost'] } }).details.lost)
      else this.heard.push(data as Update)
    }
  }

  handled(): Promise<void> {
    return Promise.resolve()
  }

  of(channel: string, symbol: string): number[] {
    return this.heard.filter((each) => each.channel === channel && each.symbol === symbol).map(({ seq }) => seq)
  }
}

/** A fan-out and what its deck would hold. */
class World {
  readonly fanOut = new FanOut(false, 0)
  readonly clients = [new Client(), new Client(), new Client()]
  readonly seqs = new Map<string, number>()
  now = 0
  #items: Item[] = []

  publish(channel: 'quote' | 'trade', symbol: string, size = 0): void {
    const key = `${channel}/${symbol}`
    const seq = (this.seqs.get(key) ?? 0) + 1
    this.seqs.set(key, seq)
    const topic = this.fanOut.topics.followed(channel, symbol)
    if (topic === undefined) return
    const item = new Item(topic, channel, { channel, symbol, seq, filling: 'x'.repeat(size) }, channel === 'trade')
    if (channel === 'quote') topic.latest = item
    this.#items.push(item)
  }

  cycle(): void {
    const items = this.#items
    this.#items = []
    this.fanOut.send(items, this.now)
  }

  join(client: number, channel: string, symbol: string, intervalMs = 0): void {
    this.cycle()
    this.fanOut.join(String(client), () => this.clients[client], channel, symbol)
    this.fanOut.refreshed(String(client), [channel], [symbol], channel === 'quote' ? intervalMs : 0)
  }
}

const operation = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('publish' as const),
      channel: fc.constantFrom('quote' as const, 'trade' as const),
      symbol: fc.constantFrom(...SYMBOLS),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cycle' as const), passes: fc.constantFrom(0, 10, 60) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('stall' as const, 'wake' as const), client: fc.nat({ max: 2 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('join' as const, 'leave' as const),
      client: fc.nat({ max: 2 }),
      channel: fc.constantFrom('quote', 'trade'),
      symbol: fc.constantFrom(...SYMBOLS),
      // a client that has joined may join again, at another rate
      intervalMs: fc.constantFrom(0, 0, 50, 200),
    }),
  },
)

describe('a fan-out', () => {
  it('leaves everybody with what the deck holds, whatever happened on the way', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 80 }), (operations) => {
        const world = new World()
        /** What each client follows, and the number that its snapshot had. */
        const following = world.clients.map(() => new Map<string, number>())
        for (const each of operations) {
          if (each.do === 'publish') world.publish(each.channel, each.symbol)
          else if (each.do === 'cycle') {
            world.now += each.passes
            world.cycle()
          } else if (!('channel' in each)) {
            const client = world.clients[each.client]
            if (client !== undefined) client.isReady = each.do === 'wake'
          } else {
            const key = `${each.channel}/${each.symbol}`
            if (each.do === 'join') {
              world.join(each.client, each.channel, each.symbol, each.intervalMs)
              following[each.client]?.set(key, world.seqs.get(key) ?? 0)
              // a client that takes a snapshot has heard what is before it
              const client = world.clients[each.client]
              client?.heard.splice(
                0,
                client.heard.length,
                ...client.heard.filter((u) => `${u.channel}/${u.symbol}` !== key),
              )
            } else if (following[each.client]?.delete(key) === true) {
              world.cycle()
              world.fanOut.leave(String(each.client), each.channel, each.symbol)
            }
          }
        }
        for (const client of world.clients) client.isReady = true
        world.now += 1_000
        world.cycle()
        world.cycle()
        expect(world.fanOut.isAnyBehind).toBe(false)
        expect(world.fanOut.nextDueAt).toBeUndefined()
        world.clients.forEach((client, index) => {
          for (const [key, from] of following[index] ?? []) {
            const [channel = '', symbol = ''] = key.split('/')
            const heard = client.of(channel, symbol)
            const now = world.seqs.get(key) ?? 0
            expect(heard).toEqual([...heard].sort((a, b) => a - b))
            // nothing at or below its snapshot
            expect(heard[0] ?? Infinity).toBeGreaterThan(from)
            expect(new Set(heard).size).toBe(heard.length)
            if (channel === 'quote') expect(heard.at(-1) ?? from).toBe(now)
            else expect(heard).toEqual(Array.from({ length: now - from }, (_, place) => from + 1 + place))
          }
        })
      }),
      { numRuns: 300 },
    )
  })

  it('writes once a cycle to each client, and puts together once what many follow', () => {
    const world = new World()
    for (const client of [0, 1, 2]) for (const symbol of SYMBOLS) world.join(client, 'quote', symbol)
    for (const symbol of SYMBOLS) world.publish('quote', symbol)
    world.cycle()
    expect(world.clients.map(({ writes }) => writes)).toEqual([1, 1, 1])
    expect(world.clients[2]?.heard).toHaveLength(3)
  })

  it('folds last values for who does not keep up, and keeps trades', () => {
    const world = new World()
    const [slow] = world.clients
    if (slow === undefined) throw new Error('no client')
    world.join(0, 'quote', 'A')
    world.join(0, 'trade', 'A')
    slow.isReady = false
    for (let count = 0; count < 50; count++) {
      world.publish('quote', 'A')
      world.publish('trade', 'A')
      world.cycle()
    }
    expect(slow.heard).toEqual([])
    slow.isReady = true
    world.cycle()
    expect(slow.of('quote', 'A')).toEqual([50])
    expect(slow.of('trade', 'A')).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
    expect(slow.writes).toBe(1)
  })

  it('keeps to the highest rate that a client asks for, ends with the newest, and leaves the others alone', () => {
    const world = new World()
    world.join(0, 'quote', 'A', 100)
    world.join(1, 'quote', 'A', 100)
    world.join(2, 'quote', 'A')
    world.join(0, 'trade', 'A', 100)
    const arrivals: number[] = []
    for (let tick = 0; tick < 100; tick++) {
      world.now += 10
      world.publish('quote', 'A')
      world.publish('trade', 'A')
      const before = world.clients[0]?.of('quote', 'A').length
      world.cycle()
      if (world.clients[0]?.of('quote', 'A').length !== before) arrivals.push(world.now)
    }
    const gaps = arrivals.slice(1).map((at, index) => at - (arrivals[index] ?? 0))
    expect(Math.min(...gaps)).toBe(100)
    expect(arrivals.length).toBe(10)
    expect(world.clients[1]?.heard).toEqual(world.clients[0]?.heard.filter(({ channel }) => channel === 'quote'))
    expect(world.clients[2]?.of('quote', 'A')).toHaveLength(100)
    expect(world.clients[0]?.of('trade', 'A')).toHaveLength(100)
    expect(world.fanOut.nextDueAt).toBe((arrivals.at(-1) ?? 0) + 100)
    world.now += 100
    world.cycle()
    expect(world.clients[0]?.of('quote', 'A').at(-1)).toBe(100)
    // lifted: the next one comes at once
    world.join(0, 'quote', 'A')
    world.publish('quote', 'A')
    world.cycle()
    expect(world.clients[0]?.of('quote', 'A').at(-1)).toBe(101)
  })

  it('spreads a long list over a slow interval, and still keeps to the rate of each', () => {
    const world = new World()
    const [client] = world.clients
    if (client === undefined) throw new Error('no client')
    const symbols = Array.from({ length: 100 }, (_, index) => `S${index}`)
    for (const symbol of symbols) world.join(0, 'quote', symbol, 1_000)
    const arrivals = new Map<string, number[]>()
    let most = 0
    // cycles come when they can: mostly in time, now and then late
    for (let tick = 0; tick < 1_000; tick++) {
      world.now += tick % 100 === 99 ? 200 : 10
      for (const symbol of symbols) world.publish('quote', symbol)
      const before = client.heard.length
      world.cycle()
      const heard = client.heard.slice(before)
      most = Math.max(most, heard.length)
      for (const { symbol } of heard) arrivals.set(symbol, [...(arrivals.get(symbol) ?? []), world.now])
    }
    expect(most).toBeLessThanOrEqual(39)
    const all = symbols.map((symbol) => arrivals.get(symbol) ?? [])
    const gaps = all.flatMap((times) => times.slice(1).map((at, index) => at - (times[index] ?? 0)))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000)
    // once in 1.05 seconds, but for what came late
    expect(Math.min(...all.map(({ length }) => length))).toBeGreaterThanOrEqual(8)
  })

  it('tells of bars that are lost from when on they are missing', () => {
    const world = new World()
    const [slow] = world.clients
    if (slow === undefined) throw new Error('no client')
    world.join(0, 'bar:1s', 'A')
    slow.isReady = false
    const topic = world.fanOut.topics.followed('bar:1s', 'A')
    if (topic === undefined) throw new Error('no topic')
    for (let seq = 1; seq <= 101; seq++) {
      const bar = { channel: 'bar:1s', symbol: 'A', seq, tsOpen: seq * 1_000_000 }
      world.fanOut.send([new Item(topic, 'bar', bar, true)], world.now)
    }
    slow.isReady = true
    world.cycle()
    expect(slow.lost).toEqual([{ channel: 'bar:1s', symbol: 'A', fromSeq: 1, toSeq: 101, tsOpen: 1_000_000 }])
    expect(slow.heard).toEqual([])
  })

  it('tells what is lost where too much would have to be kept, and every hole by its numbers', () => {
    const world = new World()
    const [slow] = world.clients
    if (slow === undefined) throw new Error('no client')
    world.join(0, 'trade', 'A')
    world.join(0, 'trade', 'B')
    slow.isReady = false
    for (let count = 0; count < 400; count++) {
      world.publish('trade', 'A', 1_000)
      if (count % 10 === 0) world.publish('trade', 'B', 1_000)
      world.cycle()
    }
    slow.isReady = true
    world.cycle()
    for (const symbol of ['A', 'B']) {
      const lost = slow.lost.filter((each) => each.symbol === symbol)
      const missing = lost.flatMap(({ fromSeq, toSeq }) =>
        Array.from({ length: toSeq - fromSeq + 1 }, (_, i) => fromSeq + i),
      )
      const all = [...missing, ...slow.of('trade', symbol)].sort((a, b) => a - b)
      expect(all).toEqual(Array.from({ length: world.seqs.get(`trade/${symbol}`) ?? 0 }, (_, index) => index + 1))
    }
    expect(slow.lost.length).toBeGreaterThan(0)
    world.publish('trade', 'A')
    world.cycle()
    expect(slow.of('trade', 'A').at(-1)).toBe(401)
  })
})
