import { createVirtualClock, openDeck } from '@tapedeck/deck'
import {
  CHANNELS,
  INTERVALS,
  micros,
  scaledPrice,
  scaledSize,
  seq,
  type Bar,
  type Quote,
  type SourceEvent,
  type Trade,
} from '@tapedeck/protocol'
import { DEFAULT_INSTRUMENTS } from '@tapedeck/simulator'
import { iteratorSource } from '@tapedeck/tape'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Outlet } from './fan-out/follower.ts'
import { createPublisher, type Delivery } from './publisher.ts'

const START = 1_767_623_400_000_000
const instruments = DEFAULT_INSTRUMENTS.slice(0, 1).map((each) => each.instrument)
const SECOND = 1_000_000

/** What happens: a quote, a trade, or the bust of an earlier trade; often several at one instant, which one cycle then folds. */
const step = fc.record({
  wait: fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 0, max: 1_500_000 })),
  kind: fc.constantFrom('quote', 'trade', 'trade', 'bust'),
  which: fc.nat(),
  price: fc.integer({ min: 9_000, max: 9_100 }),
})
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

function eventsOf(steps: readonly Step[]): SourceEvent[] {
  let at = START
  const trades: { tradeId: number; price: ReturnType<typeof scaledPrice>; tsTrade: ReturnType<typeof micros> }[] = []
  return steps.map(({ wait, kind, price, which }, index): SourceEvent => {
    at += wait
    const head = { ts: micros(at), tsRecv: micros(at), seq: seq(0), instrumentId: 1 } as const
    const size = scaledSize(10)
    if (kind === 'quote') {
      return {
        type: 'quote',
        ...head,
        bid: scaledPrice(price),
        bidSize: size,
        ask: scaledPrice(price + 1),
        askSize: size,
      }
    }
    const [busted] = kind === 'bust' && trades.length > 0 ? trades.splice(which % trades.length, 1) : []
    if (busted !== undefined) return { type: 'trade-bust', ...head, ...busted, size }
    const trade = { tradeId: index, price: scaledPrice(price) }
    trades.push({ ...trade, tsTrade: micros(at) })
    return { type: 'trade', ...head, ...trade, size, aggressorSide: 'buy', condition: 'regular' }
  })
}

/** Plays the events with everybody listening; answers what was written, by event name. */
async function publish(events: readonly SourceEvent[], delivery: Delivery): Promise<(name: string) => unknown[]> {
  const header = {
    tapeId: 't',
    epoch: 'e',
    source: 'file',
    name: 'a test tape',
    start: micros(START),
    simulation: null,
    instruments,
  } as const
  const clock = createVirtualClock(micros(START))
  const deck = openDeck({ name: 'live', source: iteratorSource(header, [], events.values()), clock })
  const written: { name: string; data: unknown }[] = []
  const outlet: Outlet = {
    isReady: true,
    holdsAnchors: false,
    isFull: false,
    handled: () => Promise.resolve(),
    send: ({ items }) => items.forEach(({ name, data }) => written.push({ name, data })),
  }
  const publisher = createPublisher(deck, delivery)
  publisher.joined('everybody', () => outlet)
  for (const channel of CHANNELS) publisher.joined('everybody', () => outlet, channel, instruments[0]?.symbol)
  await deck.playTo(micros(START + 3_600 * SECOND))
  publisher.flush()
  publisher.close()
  return (name) => written.filter((each) => each.name === name).map((each) => each.data)
}

it.each(['conflated', 'complete'] as const)(
  'numbers of a %s channel only grow, busts and closings included',
  async (delivery) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        const written = await publish(eventsOf(steps), delivery)
        for (const interval of INTERVALS) {
          const seqs = (written('bar') as Bar[]).filter((bar) => bar.interval === interval).map((bar) => bar.seq)
          expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b))
        }
        const quotes = (written('quote') as Quote[]).map((quote) => quote.seq)
        expect(quotes).toEqual([...new Set(quotes)].sort((a, b) => a - b))
      }),
      { numRuns: 300 },
    )
  },
)

it('conflation folds quotes and running bars, and never a trade or a closing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
      const events = eventsOf(steps)
      const [conflated, complete] = [await publish(events, 'conflated'), await publish(events, 'complete')]
      expect(conflated('trade') as Trade[]).toEqual(complete('trade'))
      expect(conflated('trade-bust')).toEqual(complete('trade-bust'))
      const closed = (bars: unknown[]): Bar[] => (bars as Bar[]).filter((bar) => bar.closed)
      expect(closed(conflated('bar'))).toEqual(closed(complete('bar')))
      expect((conflated('quote') as Quote[]).at(-1)).toEqual((complete('quote') as Quote[]).at(-1))
      expect(complete('quote')).toHaveLength(events.filter((event) => event.type === 'quote').length)
    }),
    { numRuns: 300 },
  )
})
