/** The same seed gives the same tape: whoever else is in the market, whenever it is interrupted, and again from its own markers. */

import { micros, type MarkerEvent, type SourceEvent } from '@tapedeck/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createSimulator,
  DEFAULT_INSTRUMENTS,
  marketOf,
  scenarioNamed,
  withRealCalendars,
  type Checkpoint,
  type Simulation,
  type SimulatorOptions,
} from './index.ts'

const START = micros(1_793_000_000_000_000)
const market = (options: Partial<SimulatorOptions> = {}) =>
  createSimulator({ seed: 7, start: START, instruments: DEFAULT_INSTRUMENTS, ...options })

function take(simulation: Simulation, count: number): SourceEvent[] {
  return Array.from({ length: count }, () => simulation.next(Infinity) as SourceEvent)
}

/** As it would come back from a file. */
const through = (checkpoint: Checkpoint): Checkpoint => JSON.parse(JSON.stringify(checkpoint)) as Checkpoint

describe('a checkpoint', () => {
  it.each([1, 61, 5_000, 30_000])('after %i events goes on as if nothing had been', (count) => {
    const simulator = market()
    const simulation = simulator.open()
    take(simulation, count)
    const resumed = simulator.resume(through(simulation.save()))
    expect(take(resumed, 5_000)).toEqual(take(simulation, 5_000))
  })

  it('holds all that scenarios and faults are at', () => {
    const scenarios = ['everything', 'faulty-feed'].map(scenarioNamed)
    const simulator = market({ scenarios })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120_000 }), (count) => {
        const simulation = simulator.open()
        take(simulation, count)
        const resumed = simulator.resume(through(simulation.save()))
        expect(take(resumed, 20_000)).toEqual(take(simulation, 20_000))
      }),
      { numRuns: 6 },
    )
  })

  it('holds sessions and auctions', () => {
    // two minutes before New York opens
    const start = micros(Date.UTC(2026, 0, 7, 14, 28) * 1000)
    const simulator = market({ start, instruments: withRealCalendars(DEFAULT_INSTRUMENTS) })
    const simulation = simulator.open()
    take(simulation, 9_000)
    const resumed = simulator.resume(through(simulation.save()))
    expect(take(resumed, 60_000)).toEqual(take(simulation, 60_000))
  })

  it('of another simulation, or damaged, is refused', () => {
    const checkpoint = market().open().save()
    const refused = expect.objectContaining({ code: 'BAD_CHECKPOINT' }) as Error
    expect(() => market({ seed: 8 }).resume(checkpoint)).toThrow(refused)
    expect(() => market().resume({ ...checkpoint, model: 1 })).toThrow(refused)
    const { price, ...rest } = checkpoint.engine.state
    expect(price).toBeDefined()
    expect(() => market().resume({ ...checkpoint, engine: { ...checkpoint.engine, state: rest } })).toThrow(refused)
  })
})

describe('markers', () => {
  it('give the same tape again, with scenarios that were started while it ran', () => {
    const simulation = market({ scenarios: [scenarioNamed('halt')] }).open()
    const events = take(simulation, 20_000)
    simulation.startScenario(scenarioNamed('flash-crash:BTC-USD'))
    events.push(...take(simulation, 20_000))
    const later = micros((events.at(-1)?.tsRecv ?? 0) + 3_000_000)
    simulation.startScenario(scenarioNamed('listing'), later)
    simulation.startScenario(scenarioNamed('drop'))
    events.push(...take(simulation, 40_000))

    const markers = events.filter((event): event is MarkerEvent => event.type === 'marker')
    expect(markers.filter(({ name }) => name === 'scenario')).toHaveLength(4)
    const stored = JSON.parse(JSON.stringify(markers)) as MarkerEvent[]
    const again = market({ markers: stored })
    expect(again.epoch).toBe(market({ scenarios: [scenarioNamed('halt')] }).epoch)
    expect(take(again.open(), events.length)).toEqual(events)
  })

  it('and the header hold all that a market of one’s own is', () => {
    const [apple] = DEFAULT_INSTRUMENTS.slice(19)
    if (apple === undefined) throw new Error('there is no AAPL')
    const own = { ...apple, parameters: { ...apple.parameters, tradesPerSecond: 4 } }
    const simulator = market({ instruments: [own] })
    expect(market().market).toBeNull()
    const { instruments, calendars } = marketOf(
      JSON.parse(JSON.stringify(simulator.market)) as typeof simulator.market,
      simulator.instruments,
    )
    const again = market({ instruments, calendars })
    expect(again.epoch).toBe(simulator.epoch)
    expect(take(again.open(), 2_000)).toEqual(take(simulator.open(), 2_000))
  })
})

describe('asking', () => {
  it('in small steps of time gives what asking at once does', () => {
    const simulator = market({ scenarios: [scenarioNamed('everything')] })
    const end = START + 40_000_000
    const atOnce: SourceEvent[] = []
    const whole = simulator.open()
    for (let event = whole.next(end); event !== undefined; event = whole.next(end)) atOnce.push(event)
    const inSteps: SourceEvent[] = []
    const stepwise = simulator.open()
    for (let limit = START as number; limit <= end; limit += 7_001) {
      expect(stepwise.nextTime).toBeGreaterThanOrEqual(inSteps.at(-1)?.tsRecv ?? START)
      for (let event = stepwise.next(limit); event !== undefined; event = stepwise.next(limit)) inSteps.push(event)
    }
    expect(atOnce.slice(0, inSteps.length)).toEqual(inSteps)
    expect(inSteps.length).toBeGreaterThan(atOnce.length - 20)
  })

  it('a scenario cannot start in the past, and one that does not fit starts nothing', () => {
    const simulation = market().open()
    take(simulation, 1_000)
    const refused = (code: string): Error => expect.objectContaining({ code }) as Error
    expect(() => simulation.startScenario(scenarioNamed('halt'), START)).toThrow(refused('BAD_OPTION'))
    expect(() => simulation.startScenario(scenarioNamed('halt:NOPE'))).toThrow(refused('BAD_SCENARIO'))
    expect(take(simulation, 1_000).some(({ type }) => type === 'marker')).toBe(false)
  })
})
