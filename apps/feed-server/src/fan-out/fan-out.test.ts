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

  of(channel: string, symbol: string): number[] {
    return this.heard.filter((each) => each.channel === channel && each.symbol === symbol).map(({ seq }) => seq)
  }
}

/** A fan-out and what its deck would hold. */
class World {
  readonly fanOut = new FanOut(false, 0)
  readonly clients = [new Client(), new Client(), new Client()]
  readonly seqs = new Map<string, number>()
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
    this.fanOut.send(items)
  }

  join(client: number, channel: string, symbol: string): void {
    this.cycle()
    this.fanOut.join(String(client), () => this.clients[client], channel, symbol)
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
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cycle' as const) }) },
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
          else if (each.do === 'cycle') world.cycle()
          else if (!('channel' in each)) {
            const client = world.clients[each.client]
            if (client !== undefined) client.isReady = each.do === 'wake'
          } else {
            const key = `${each.channel}/${each.symbol}`
            if (each.do === 'join') {
              if (following[each.client]?.has(key) === true) continue
              world.join(each.client, each.channel, each.symbol)
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
        world.cycle()
        world.cycle()
        expect(world.fanOut.isAnyBehind).toBe(false)
        world.clients.forEach((client, index) => {
          for (const [key, from] of following[index] ?? []) {
            const [channel = '', symbol = ''] = key.split('/')
            const heard = client.of(channel, symbol)
            const now = world.seqs.get(key) ?? 0
            expect(heard).toEqual([...heard].sort((a, b) => a - b))
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
