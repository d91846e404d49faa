import { micros, scaledPrice, type SourceEvent, type TapedeckError } from '@tapedeck/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSimulator, DEFAULT_INSTRUMENTS, type SimulatedInstrument, type SimulatorOptions } from './index.ts'
import { SoundMarket } from './sound-market.fixture.ts'

const START = micros(1_793_000_000_000_000)
const market = (options: Partial<SimulatorOptions> = {}) =>
  createSimulator({ seed: 1, start: START, instruments: DEFAULT_INSTRUMENTS, ...options })
const named = (...symbols: string[]): SimulatedInstrument[] =>
  DEFAULT_INSTRUMENTS.filter(({ instrument }) => symbols.includes(instrument.symbol))

function take(count: number, events: Iterable<SourceEvent>, keep: (event: SourceEvent) => boolean = () => true) {
  const taken: SourceEvent[] = []
  for (const event of events) {
    if (!keep(event)) continue
    taken.push(event)
    if (taken.length === count) break
  }
  return taken
}

describe('a simulated market', () => {
  it('plays the same tape every time', () => {
    const simulator = market()
    expect(take(20_000, simulator.events())).toEqual(take(20_000, simulator.events()))
    expect(market().tapeId).toBe(simulator.tapeId)
  })

  it('is another market under another seed, start or instrument table', () => {
    const options = [
      {},
      { seed: 2 },
      { seed: 1 + 2 ** 32 },
      { start: micros(START + 60_000_000) },
      { instruments: named('AAPL') },
    ]
    expect(new Set(options.map((option) => market(option).epoch)).size).toBe(options.length)
    const prices = [1, 2].map((seed) => take(2_000, market({ seed }).events()).map((event) => event.tsRecv))
    expect(prices[0]).not.toEqual(prices[1])
  })

  it('plays a symbol the same with and without others beside it', () => {
    const alone = take(2_000, market({ instruments: named('AAPL') }).events())
    const among = take(2_000, market().events(), (event) => 'instrumentId' in event && event.instrumentId === 20)
    const reordered = market({ instruments: named('SPX-CFD', 'AAPL', 'F').reverse() })
    expect(among).toEqual(alone)
    expect(take(2_000, reordered.events(), (event) => 'instrumentId' in event && event.instrumentId === 20)).toEqual(
      alone,
    )
  })

  it('opens with status, book and quote of every instrument, in the order of ids', () => {
    const opening = take(90, market().events())
    expect(opening.every((event) => event.tsRecv === START && event.ts === START && event.seq === 1)).toBe(true)
    expect(opening.map((event) => event.type)).toEqual(
      Array.from({ length: 30 }, () => ['status', 'book', 'quote']).flat(),
    )
    expect(opening.map((event) => ('instrumentId' in event ? event.instrumentId : 0))).toEqual(
      DEFAULT_INSTRUMENTS.flatMap(({ instrument: { id } }) => [id, id, id]),
    )
  })

  it('runs at a pace that a person can follow: 150 to 800 events a second, 2 to 4 quotes a trade', () => {
    for (const seed of [1, 2, 3]) {
      const events = take(100_000, market({ seed }).events())
      const seconds = ((events.at(-1)?.tsRecv ?? 0) - START) / 1e6
      const count = (type: SourceEvent['type']) => events.filter((event) => event.type === type).length
      expect(events.length / seconds).toBeGreaterThan(150)
      expect(events.length / seconds).toBeLessThan(800)
      expect(count('quote') / count('trade')).toBeGreaterThan(2)
      expect(count('quote') / count('trade')).toBeLessThan(4)
    }
  })

  it('keeps every promise of a market over 200,000 events', () => {
    expectSoundMarket(market({ seed: 3 }), 200_000)
  })

  it('keeps them under any seed and start', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 4e15 }), (seed, start) => {
        expectSoundMarket(market({ seed, start: micros(start) }), 2_000)
      }),
      { numRuns: 20 },
    )
  })

  it('keeps them where prices are wild and a few ticks from the floor', () => {
    const [coin] = named('SHIB-USD') as [SimulatedInstrument]
    const wild = { ...coin.parameters, referencePrice: scaledPrice(5), dailyVolatility: 0.5, tradesPerSecond: 0.01 }
    for (const spread of [coin.parameters.spread, { kind: 'half', ticks: 1.5 }] as const) {
      const instruments = [{ instrument: coin.instrument, parameters: { ...wild, spread } }]
      expectSoundMarket(market({ instruments }), 50_000)
    }
  })

  it.each([
    ['a seed that is no safe integer', { seed: 0.5 }, 'BAD_OPTION'],
    ['a start before 1970', { start: micros(-1) }, 'BAD_OPTION'],
    ['a fraction of a bar', { historyBars: 1.5 }, 'BAD_OPTION'],
    ['two instruments of one id', { instruments: [...named('AAPL'), ...named('AAPL')] }, 'BAD_INSTRUMENT'],
    ['a price too near to zero', { instruments: named('AAPL').map((one) => withPrice(one, 2)) }, 'BAD_INSTRUMENT'],
    ['a price too large', { instruments: named('AAPL').map((one) => withPrice(one, 1e14)) }, 'BAD_INSTRUMENT'],
  ])('refuses %s', (_name, options, code) => {
    expect(() => market(options)).toThrow(expect.objectContaining({ code }) as TapedeckError)
  })
})

function withPrice(one: SimulatedInstrument, price: number): SimulatedInstrument {
  return { ...one, parameters: { ...one.parameters, referencePrice: scaledPrice(price) } }
}

function expectSoundMarket(simulator: ReturnType<typeof market>, count: number): void {
  const sound = new SoundMarket(simulator.start, simulator.instruments)
  for (const event of take(count, simulator.events())) sound.take(event)
  expect(sound.broken.slice(0, 5)).toEqual([])
}
