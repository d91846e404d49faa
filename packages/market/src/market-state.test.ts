import { INTERVALS, TapedeckError, type BookEvent, type SourceEvent } from '@tapedeck/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AAPL, BTC, EUR, tapes } from './fixtures/tapes.ts'
import type { Market, MarketListener } from './market-face.ts'
import { createMarket } from './market.ts'

const INSTRUMENTS = [BTC, EUR, AAPL]
const tapesWithBooks = fc
  .tuple(
    tapes({ late: true, busts: false }),
    fc.infiniteStream(fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 3 }), fc.boolean())),
  )
  .map(([events, random]) => events.flatMap((event, index) => [event, bookEvent(event, index, random)]))

/** A change to one or two levels at the time of another event, now and then the whole book. */
function bookEvent(
  { ts, tsRecv }: SourceEvent,
  index: number,
  random: Iterator<readonly [number, number, boolean]>,
): BookEvent {
  const [price, size, isBid] = random.next().value as [number, number, boolean]
  const level = {
    price: (1_000 + price) as never,
    size: size as never,
    ...(price % 2 === 0 ? { orderCount: price } : {}),
  }
  const instrument = INSTRUMENTS[index % 3] ?? BTC
  const side = { bids: isBid ? [level] : [], asks: isBid ? [] : [level] }
  const seq = (index + 1) as never
  return {
    type: 'book',
    ts,
    tsRecv,
    seq,
    instrumentId: instrument.id,
    action: index % 17 === 0 ? 'snapshot' : 'delta',
    ...side,
  }
}

/** Everything that can be seen of a market but its closed bars. */
function seen(market: Market): unknown {
  return {
    time: market.time,
    instruments: market.instruments(),
    of: INSTRUMENTS.map(({ id, symbol }) => [
      market.instrumentOf(symbol),
      market.quote(id),
      market.book(id),
      market.status(id),
      market.trades(id),
      market.stats(id),
      market.seqOf(id, 'trade'),
      INTERVALS.map((interval) => [market.runningBar(id, interval), market.seqOf(id, `bar:${interval}`)]),
    ]),
  }
}

function telling(): { readonly told: unknown[]; readonly listener: MarketListener } {
  const told: unknown[] = []
  return {
    told,
    listener: {
      statsChanged: (id) => told.push(['stats', id]),
      barsChanged: (id) => told.push(['bars', id]),
      barClosed: (bar) => told.push(bar),
    },
  }
}

test('a market that was saved and loaded goes on as the one that was not', () => {
  fc.assert(
    fc.property(tapesWithBooks, fc.double({ min: 0, max: 1, noNaN: true }), (events, share) => {
      const cut = Math.floor(events.length * share)
      const straight = telling()
      const market = createMarket(INSTRUMENTS, {}, straight.listener)
      for (const event of events.slice(0, cut)) market.apply(event)

      const other = telling()
      const loaded = createMarket([], {}, other.listener)
      loaded.load(market.save())
      expect(seen(loaded)).toEqual(seen(market))
      expect(loaded.save()).toEqual(market.save())

      straight.told.length = 0
      for (const event of events.slice(cut)) {
        market.apply(event)
        loaded.apply(event)
      }
      expect(other.told).toEqual(straight.told)
      expect(seen(loaded)).toEqual(seen(market))
    }),
  )
})

test('a book is what its levels were last set to', () => {
  fc.assert(
    fc.property(tapesWithBooks, (events) => {
      const market = createMarket(INSTRUMENTS)
      const naive = new Map(
        INSTRUMENTS.map(({ id }) => [id, { bids: new Map<number, unknown>(), asks: new Map<number, unknown>() }]),
      )
      for (const event of events) {
        market.apply(event)
        if (event.type !== 'book') continue
        const book = naive.get(event.instrumentId)
        for (const side of ['bids', 'asks'] as const) {
          if (event.action === 'snapshot') book?.[side].clear()
          for (const level of event[side]) {
            if (level.size === 0) book?.[side].delete(level.price)
            else book?.[side].set(level.price, level)
          }
        }
      }
      for (const [id, { bids, asks }] of naive) {
        const book = market.book(id)
        const best = (side: Map<number, unknown>, sign: number): unknown[] =>
          [...side].sort(([one], [other]) => (one - other) * sign).map(([, level]) => level)
        expect(book?.bids ?? []).toEqual(best(bids, -1))
        expect(book?.asks ?? []).toEqual(best(asks, 1))
        expect(market.book(id, 2)?.bids ?? []).toEqual(best(bids, -1).slice(0, 2))
      }
    }),
  )
})

test('a part of a market holds what was chosen and nothing that came from the rest', () => {
  const [events] = fc.sample(tapesWithBooks, { numRuns: 1, seed: 5 })
  const market = createMarket(INSTRUMENTS)
  for (const event of events ?? []) market.apply(event)
  const part = createMarket([])
  part.load(market.save({ instruments: new Set([BTC.id, EUR.id]), channels: new Set(['trade'] as const) }))
  expect(part.instruments()).toEqual([BTC, EUR])
  expect(part.instrumentOf('AAPL')).toBeUndefined()
  expect(part.quote(BTC.id)).toBeUndefined()
  expect(part.book(BTC.id)).toBeUndefined()
  expect(part.trades(BTC.id)).toEqual(market.trades(BTC.id))
  expect(part.stats(BTC.id)).toEqual(market.stats(BTC.id))
  // bars of mids come from quotes
  expect(part.stats(EUR.id)).toBeUndefined()
})

test('state that is cut, changed or made up is read or refused, and a refusal changes nothing', () => {
  const [events] = fc.sample(tapesWithBooks, { numRuns: 1, seed: 3 })
  const market = createMarket(INSTRUMENTS)
  for (const event of events ?? []) market.apply(event)
  const whole = market.save()
  const damaged = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.nat({ max: whole.length - 1 }).map((length) => whole.slice(0, length)),
    fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })).map(([at, value]) => whole.with(at, value)),
  )
  fc.assert(
    fc.property(damaged, (bytes) => {
      const target = createMarket([BTC])
      try {
        target.load(bytes)
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(TapedeckError)
        expect(target.instruments()).toEqual([BTC])
        expect(target.time).toBe(0)
        return
      }
      // what was taken can be saved again
      createMarket([]).load(target.save())
    }),
    { numRuns: 1_000 },
  )
})

test('state of a newer form is refused as such', () => {
  expect(() => createMarket([]).load(Uint8Array.of(9))).toThrow(
    expect.objectContaining({ code: 'TAPE_VERSION' }) as Error,
  )
})
