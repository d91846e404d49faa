/** What scenarios do to the market, and that whatever they do the market stays sound. */

import {
  micros,
  type InstrumentEvent,
  type QuoteEvent,
  type SourceEvent,
  type StatusEvent,
  type TradeBustEvent,
  type TradeEvent,
} from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import {
  createSimulator,
  DEFAULT_INSTRUMENTS,
  parseScenario,
  SCENARIOS,
  scenarioNamed,
  withRealCalendars,
  type ScenarioInput,
  type Simulation,
} from './index.ts'
import { SoundMarket } from './sound-market.fixture.ts'

const START = micros(1_793_000_000_000_000)
const SECOND = 1_000_000
const [AAPL_ID, BTC_ID] = [20, 1]

/** Everything that comes within a span. */
function play(simulation: Simulation, start: number, seconds: number): SourceEvent[] {
  const events: SourceEvent[] = []
  const end = start + seconds * SECOND
  for (let event = simulation.next(end); event !== undefined; event = simulation.next(end)) events.push(event)
  return events
}

/** A market of AAPL and BTC-USD with a scenario of steps. */
function scene(seconds: number, steps: ScenarioInput['steps'] = [], seed = 5): SourceEvent[] {
  const instruments = DEFAULT_INSTRUMENTS.filter(({ instrument: { id } }) => id === AAPL_ID || id === BTC_ID)
  const scenarios = [parseScenario({ name: 'scene', steps })]
  return play(createSimulator({ seed, start: START, instruments, scenarios }).open(), START, seconds)
}

const of = <Kind extends SourceEvent['type']>(events: readonly SourceEvent[], type: Kind, id = AAPL_ID) =>
  events.filter(
    (event): event is SourceEvent & { type: Kind } =>
      event.type === type && 'instrumentId' in event && event.instrumentId === id,
  )
const between = (events: readonly SourceEvent[], from: number, to: number): SourceEvent[] =>
  events.filter(({ tsRecv }) => tsRecv >= START + from * SECOND && tsRecv < START + to * SECOND)
const quotes = (events: readonly SourceEvent[]): QuoteEvent[] => of(events, 'quote')
const trades = (events: readonly SourceEvent[]): TradeEvent[] => of(events, 'trade')
const mid = (quote: QuoteEvent | undefined): number => ((quote?.bid ?? NaN) + (quote?.ask ?? NaN)) / 2
const lastMid = (events: readonly SourceEvent[]): number => mid(quotes(events).at(-1))
const statuses = (events: readonly SourceEvent[]): string[] =>
  (of(events, 'status') as StatusEvent[]).map(
    ({ status, tsRecv }) => `${status} ${Math.round((tsRecv - START) / SECOND)}`,
  )

describe('every scenario of the catalogue', () => {
  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    '%s leaves the market sound',
    (name, scenario) => {
      const start = scenario.start ?? START
      const instruments = scenario.calendar === 'real' ? withRealCalendars(DEFAULT_INSTRUMENTS) : DEFAULT_INSTRUMENTS
      const simulator = createSimulator({ seed: 3, start, instruments, scenarios: [scenario] })
      const events = play(simulator.open(), start, 400)
      expect(events.filter((event) => event.type === 'marker')[0]).toMatchObject({
        tsRecv: start,
        name: 'scenario',
        params: { scenario: { name } },
      })
      // faults break the promises of order and numbering on purpose; they have tests of their own
      if (scenario.faults.length > 0) return
      const crosses = scenario.steps.some(
        ({ kind }) => kind === 'cross' || kind === 'stub-trades' || kind === 'fat-finger',
      )
      const sound = new SoundMarket(start, simulator.instruments, {
        crossed: crosses,
        negative: scenario.steps.some(({ kind }) => kind === 'price-target'),
      })
      for (const event of events) sound.take(event)
      expect(sound.broken.slice(0, 5)).toEqual([])
    },
  )
})

describe('a scenario', () => {
  it('of one symbol leaves the others as they are', () => {
    const calm = of(scene(120), 'quote', BTC_ID)
    const steps = [
      { kind: 'halt', at: '10s', for: '20s', symbols: ['AAPL'] },
      { kind: 'activity', at: '50s', for: '20s', symbols: ['AAPL'], trades: 30, depth: 0.2 },
      { kind: 'rename', at: '90s', symbols: ['AAPL'], to: 'PEAR' },
    ] as const
    expect(of(scene(120, steps), 'quote', BTC_ID)).toEqual(calm)
  })

  it('flash-crash falls by 9 % in five minutes and rises by 6 % of it in ten', () => {
    const falls = [1, 2, 3, 4, 5].map((seed) => {
      const crash = scenarioNamed('flash-crash:AAPL')
      const simulator = createSimulator({ seed, start: START, instruments: DEFAULT_INSTRUMENTS, scenarios: [crash] })
      const events = play(simulator.open(), START, 1000)
      const begun = lastMid(between(events, 0, 9))
      const trough = lastMid(between(events, 0, 309))
      const calm = trades(between(events, 0, 10)).length / 10
      expect(trades(between(events, 100, 300)).length / 200, 'trades a second').toBeGreaterThan(3 * calm)
      expect(Math.min(...trades(events).map(({ price }) => price)), 'stub trades').toBe(1)
      return [trough / begun - 1, lastMid(events) / trough - 1] as const
    })
    const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[2] ?? NaN
    expect(median(falls.map(([fall]) => fall))).toBeCloseTo(-0.09, 1)
    expect(median(falls.map(([fall]) => fall))).toBeLessThan(-0.06)
    expect(median(falls.map(([, rise]) => rise))).toBeGreaterThan(0.03)
  })

  it('halt stops quotes and trades, then an auction shows a price and ends in one print', () => {
    const halt = { kind: 'halt', at: '10s', for: '20s', symbols: ['AAPL'], auction: '15s', change: 0.05 } as const
    const events = scene(90, [halt])
    expect(statuses(events)).toEqual(['trading 0', 'halted 10', 'auction 30', 'trading 45'])
    expect(trades(between(events, 10, 45))).toEqual([])
    const [print] = trades(between(events, 45, 90))
    const shown = quotes(
      events.slice(
        0,
        events.findIndex((event) => event === print),
      ),
    ).at(-1)
    expect(print).toMatchObject({
      condition: 'auction',
      aggressorSide: 'unknown',
      price: shown?.bid,
      size: shown?.askSize,
    })
    expect(quotes(between(events, 31, 45)).length).toBeGreaterThan(3)
    expect(mid(quotes(between(events, 45, 90))[0]) / lastMid(between(events, 0, 10)) - 1).toBeCloseTo(0.05, 2)
  })

  it('limit bands hold the price for 15 s, then pause trading, and nothing trades outside them', () => {
    const events = scene(500, [
      {
        kind: 'limit-bands',
        for: '30m',
        symbols: ['AAPL'],
        band: 0.05,
        limitState: '15s',
        pause: '5m',
        auction: '10s',
      },
      { kind: 'price-path', at: '10s', symbols: ['AAPL'], points: [{ after: '30s', change: -0.12 }] },
    ])
    const halted = of(events, 'status').find(({ status }) => status === 'halted')
    expect(halted?.reason).toBe('limit down: trading pause')
    const begun = mid(quotes(events)[0])
    const before = trades(events).filter(({ tsRecv }) => tsRecv < (halted?.tsRecv ?? 0))
    expect(Math.min(...before.map(({ price }) => price)) / begun).toBeGreaterThan(0.93)
    const reopened = of(events, 'status').findLast(({ status }) => status === 'trading')
    expect(((reopened?.tsRecv ?? 0) - (halted?.tsRecv ?? 0)) / SECOND).toBeCloseTo(310, 3)
    expect(lastMid(events) / begun - 1).toBeLessThan(-0.08)
  })

  it('gap-open opens elsewhere', () => {
    const events = scene(60, [{ kind: 'price-jump', at: '10s', symbols: ['AAPL'], change: 0.1 }])
    expect(lastMid(between(events, 0, 20)) / lastMid(between(events, 0, 10)) - 1).toBeCloseTo(0.1, 2)
  })

  it.each([10, 100])('burst has %i times the trades', (times) => {
    const steps = [
      { kind: 'activity', at: '100s', for: '20s', symbols: ['AAPL'], trades: times, orders: times },
    ] as const
    const counts = [1, 2, 3, 4, 5, 6].map((seed) => {
      const events = scene(140, steps, seed)
      return [trades(between(events, 0, 100)).length / 100, trades(between(events, 100, 120)).length / 20] as const
    })
    const ratio = counts.reduce((sum, [, burst]) => sum + burst, 0) / counts.reduce((sum, [calm]) => sum + calm, 0)
    expect(ratio).toBeGreaterThan(times * 0.5)
    expect(ratio).toBeLessThan(times * 2)
  })

  it('cross locks the quote or crosses it, for as long as it says', () => {
    for (const ticks of [0, 3]) {
      const events = scene(60, [{ kind: 'cross', at: '10s', for: '500ms', symbols: ['AAPL'], ticks }])
      const during = quotes(between(events, 10, 10.5))
      expect(during.map(({ bid, ask }) => (bid ?? 0) - (ask ?? 0))).toEqual([ticks])
      expect(quotes(between(events, 10.5, 60)).every(({ bid, ask }) => (bid ?? 0) < (ask ?? 0))).toBe(true)
      expect(trades(between(events, 10, 10.5))).toEqual([])
    }
  })

  it('stale symbols send nothing at all, and go on as if nothing had been', () => {
    const events = scene(60, [{ kind: 'stale', at: '10s', for: '20s', symbols: ['AAPL'] }])
    const ofApple = (list: readonly SourceEvent[]) =>
      list.filter((event) => 'instrumentId' in event && event.instrumentId === AAPL_ID)
    expect(ofApple(between(events, 10, 30))).toEqual([])
    expect(ofApple(between(events, 30, 31)).length).toBeGreaterThan(0)
    expect(statuses(events)).toEqual(['trading 0'])
  })

  it('no-trades leaves quotes alone', () => {
    const events = scene(200, [{ kind: 'no-trades', at: '10s', for: '100s', symbols: ['AAPL'] }])
    expect(trades(between(events, 10, 110))).toEqual([])
    expect(quotes(between(events, 10, 110)).length).toBeGreaterThan(50)
    expect(trades(between(events, 110, 200)).length).toBeGreaterThan(20)
  })

  it('tiny, huge and negative prices are quoted to the last digit', () => {
    const lowest = (name: string, seconds: number): number => {
      const scenario = scenarioNamed(name)
      const simulator = createSimulator({
        seed: 1,
        start: START,
        instruments: DEFAULT_INSTRUMENTS,
        scenarios: [scenario],
      })
      const events = play(simulator.open(), START, seconds)
      const entered = events.find((event): event is InstrumentEvent => event.type === 'instrument')
      const prices = of(events, 'quote', entered?.instrumentId).map((quote) => quote.bid ?? NaN)
      return Math.min(...prices) / 10 ** (entered?.instrument.pricePrecision ?? NaN)
    }
    expect(lowest('tiny-price', 30)).toBeLessThan(1e-8)
    expect(lowest('huge-price', 30)).toBeGreaterThan(600_000)
    // 20 April 2020: West Texas Intermediate settled at -37.63
    expect(lowest('negative-price', 400)).toBeLessThan(-36)
    expect(lowest('negative-price', 400)).toBeGreaterThan(-45)
  })

  it('split divides prices and multiplies sizes', () => {
    const split = {
      kind: 'split',
      at: '60s',
      symbols: ['AAPL'],
      numerator: 4,
      denominator: 1,
      closedFor: '10s',
    } as const
    const events = scene(300, [split])
    expect(statuses(events)).toEqual(['trading 0', 'closed 60', 'trading 70'])
    expect(
      lastMid(between(events, 0, 60)) / mid(quotes(between(events, 70, 300)).find(({ bid }) => bid !== null)),
    ).toBeCloseTo(4, 0)
    const depth = (list: readonly SourceEvent[]): number =>
      of(list, 'book')
        .filter(({ action }) => action === 'snapshot')
        .at(-1)
        ?.bids.reduce((sum, { size }) => sum + size, 0) ?? 0
    expect(depth(between(events, 70, 300)) / depth(between(events, 0, 60))).toBeGreaterThan(2)
    expect(events.filter((event) => event.type === 'marker').map(({ name }) => name)).toEqual(['scenario', 'split'])
  })

  it('a split that leaves few ticks brings a new id with more decimals, and numbers go on', () => {
    const split = {
      kind: 'split',
      at: '30s',
      symbols: ['AAPL'],
      numerator: 1000,
      denominator: 1,
      closedFor: '5s',
    } as const
    const events = scene(60, [split])
    const changes = events.filter((event): event is InstrumentEvent => event.type === 'instrument')
    expect(changes.map(({ action, instrument }) => [action, instrument.pricePrecision, instrument.replaces])).toEqual([
      ['end', 2, undefined],
      ['enter', 4, AAPL_ID],
    ])
    const [, entered] = changes
    const before = quotes(events).at(-1)?.seq ?? 0
    expect(of(events, 'quote', entered?.instrumentId)[0]?.seq).toBe(before + 1)
  })

  it('rename goes on under another symbol, with a new id and numbers from 1', () => {
    const events = scene(60, [{ kind: 'rename', at: '30s', symbols: ['AAPL'], to: 'PEAR' }])
    const [ended, entered] = events.filter((event): event is InstrumentEvent => event.type === 'instrument')
    expect([ended?.action, ended?.instrument.symbol]).toEqual(['end', 'AAPL'])
    expect(entered).toMatchObject({ action: 'enter', instrument: { symbol: 'PEAR', replaces: AAPL_ID } })
    const renamed = of(events, 'quote', entered?.instrumentId)
    expect(renamed[0]?.seq).toBe(1)
    expect(mid(renamed[0])).toBe(lastMid(events))
    expect(quotes(between(events, 30.000001, 60))).toEqual([])
  })

  it('tick-size keeps the price and changes its steps', () => {
    const events = scene(60, [{ kind: 'tick-size', at: '30s', symbols: ['AAPL'], times: 5 }])
    const after = quotes(between(events, 30.000001, 60))
    expect(after.every(({ bid, ask }) => (bid ?? 1) % 5 === 0 && (ask ?? 1) % 5 === 0)).toBe(true)
    expect(mid(after[0]) / lastMid(between(events, 0, 30))).toBeCloseTo(1, 2)
  })

  it('fat-finger trades 10 % away at a touch that was there, and is taken back', () => {
    const step = { kind: 'fat-finger', at: '10s', symbols: ['AAPL'], change: -0.1, size: 20, bustAfter: '30s' } as const
    const events = scene(60, [step])
    const [bust] = of(events, 'trade-bust') as TradeBustEvent[]
    const finger = trades(events).find(({ tradeId }) => tradeId === bust?.tradeId)
    expect(bust).toMatchObject({ price: finger?.price, size: finger?.size, tsTrade: START + 10 * SECOND })
    expect((finger?.price ?? 0) / lastMid(between(events, 0, 10)) - 1).toBeCloseTo(-0.1, 2)
    expect((bust?.tsRecv ?? 0) - (finger?.tsRecv ?? 0)).toBe(30 * SECOND)
    expect(mid(quotes(between(events, 10, 11)).at(-1)) / lastMid(between(events, 0, 10))).toBeCloseTo(1, 2)
  })

  it('late-trade reports what happened long ago', () => {
    const step = { kind: 'late-trade', at: '10s', symbols: ['AAPL'], delay: '10m', change: 0.02, size: 5 } as const
    const [late] = trades(scene(20, [step])).filter(({ condition }) => condition === 'late')
    expect(late).toMatchObject({ tsRecv: START + 10 * SECOND, ts: START + 10 * SECOND - 600 * SECOND })
  })
})
