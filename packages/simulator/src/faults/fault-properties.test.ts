import { micros, parseSpan, type SourceEvent } from '@tapedeck/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fault } from '../scenario/scenario.ts'
import { FaultLayer, type SavedFaults } from './fault-layer.ts'
import { after, ArrayStream, drain, enter, idOf, layerOver, quote, START, trade } from './hand-made-stream.fixture.ts'

/** A tape of up to 60 events of three instruments, in some hundred microseconds. Names of events are unique. */
const tapes: fc.Arbitrary<readonly SourceEvent[]> = fc
  .array(
    fc.record({
      apart: fc.nat(5),
      instrumentId: fc.integer({ min: 1, max: 3 }),
      kind: fc.constantFrom('quote', 'quote', 'trade', 'instrument'),
    }),
    { maxLength: 60 },
  )
  .map((entries) => {
    let time = START
    return entries.map(({ apart, instrumentId, kind }, i) => {
      time += apart
      if (kind === 'instrument') return enter(time, instrumentId, 'XYZ')
      return kind === 'trade' ? trade(time, i + 1, instrumentId) : quote(time, i + 1, instrumentId)
    })
  })

const span = fc.nat(150).map((n) => `${n}us`)
const probability = fc.constantFrom(0, 0.2, 0.5, 1)
const head = {
  at: span,
  for: span,
  symbols: fc.constantFrom<readonly string[] | 'all'>('all', ['AAA'], ['AAA', 'BBB']),
}
const drops = fc.record({ kind: fc.constant('drop' as const), probability, ...head })
const duplicates = fc.record({ kind: fc.constant('duplicate' as const), probability, ...head })
const reorders = fc.record({ kind: fc.constant('reorder' as const), probability, window: span, ...head })
const delays = fc.record({ kind: fc.constant('delay' as const), by: span, ...head })
const bursts = fc.record({ kind: fc.constant('freeze' as const), then: fc.constant('burst' as const), ...head })
const losses = fc.record({ kind: fc.constant('freeze' as const), then: fc.constant('lose' as const), ...head })
const skews = fc.record({ kind: fc.constant('skew' as const), by: span, ahead: fc.boolean(), ...head })

const some = (...kinds: readonly fc.Arbitrary<Fault>[]): fc.Arbitrary<readonly Fault[]> =>
  fc.array(fc.oneof(...kinds), { maxLength: 4 })
const faultsOfAnyKind = some(drops, duplicates, reorders, delays, bursts, losses, skews)

const check = (
  faults: fc.Arbitrary<readonly Fault[]>,
  holds: (faults: readonly Fault[], events: readonly SourceEvent[]) => void,
): void => {
  fc.assert(fc.property(faults, tapes, holds), { numRuns: 300 })
}

/** What an event is, whatever happened to its times. */
const nameOf = ({ type, seq, ...rest }: SourceEvent): string =>
  `${type} ${seq} ${'instrumentId' in rest ? rest.instrumentId : ''}`
const sortedNames = (events: readonly SourceEvent[]): readonly string[] => events.map(nameOf).sort()

test('tape time never decreases, and no event comes before the time that was announced', () => {
  check(faultsOfAnyKind, (faults, events) => {
    const layer = layerOver(events, faults, { mostHeld: 20 })
    let last = 0
    for (;;) {
      const announced = layer.nextTime
      expect(announced).toBeGreaterThanOrEqual(last)
      const event = layer.next(Infinity)
      if (event === undefined) break
      expect(event.tsRecv).toBeGreaterThanOrEqual(announced)
      last = event.tsRecv
    }
    expect(layer.nextTime).toBe(Infinity)
  })
})

test('what comes does not depend on how far one asks at a time', () => {
  fc.assert(
    fc.property(faultsOfAnyKind, tapes, fc.array(fc.nat(40)), (faults, events, steps) => {
      const layer = layerOver(events, faults, { mostHeld: 20 })
      const left: SourceEvent[] = []
      let limit = START
      for (const step of steps) {
        limit += step
        const taken = drain(layer, limit)
        for (const { tsRecv } of taken) expect(tsRecv).toBeLessThanOrEqual(limit)
        left.push(...taken)
      }
      left.push(...drain(layer))
      expect(left).toEqual(drain(layerOver(events, faults, { mostHeld: 20 })))
    }),
  )
})

test('nothing changes under a probability of 0, or outside of the windows', () => {
  const idle: readonly Fault[] = [
    { kind: 'drop', probability: 0, at: '0s', for: '1h', symbols: 'all' },
    { kind: 'duplicate', probability: 0, at: '0s', for: '1h', symbols: 'all' },
    { kind: 'reorder', probability: 0, window: '1s', at: '0s', for: '1h', symbols: 'all' },
  ]
  const later = faultsOfAnyKind.map((faults) => [...idle, ...faults.map((fault) => ({ ...fault, at: '1h' }))])
  check(later, (faults, events) => {
    const left = after(faults, events)
    expect(left).toHaveLength(events.length)
    left.forEach((event, i) => expect(event).toBe(events[i]))
  })
})

test('a drop leaves a part of the events, in their order, as they are', () => {
  check(some(drops, losses), (faults, events) => {
    const left = new Set(after(faults, events))
    expect([...left]).toEqual(events.filter((event) => left.has(event)))
    for (const event of events) if (event.type === 'instrument') expect(left.has(event)).toBe(true)
  })
})

test('a duplicate leaves every event, in order, once or more', () => {
  check(some(duplicates), (faults, events) => {
    expect([...new Set(after(faults, events))]).toEqual(events)
  })
})

test('a reorder leaves every event once, no later than the windows say', () => {
  check(some(reorders), (faults, events) => {
    const left = after(faults, events)
    expect(sortedNames(left)).toEqual(sortedNames(events))
    const longest = faults.reduce((sum, fault) => sum + (fault.kind === 'reorder' ? parseSpan(fault.window) : 0), 0)
    for (const event of left) {
      const moved = event.tsRecv - ('instrument' in event ? event.tsRecv : event.ts + 1_000)
      expect(moved).toBeGreaterThanOrEqual(0)
      expect(moved).toBeLessThanOrEqual(longest)
    }
  })
})

test('without losses every event comes', () => {
  check(some(duplicates, reorders, delays, bursts, skews), (faults, events) => {
    const left = sortedNames(drain(layerOver(events, faults, { mostHeld: 20 })))
    expect(new Set(left)).toEqual(new Set(sortedNames(events)))
    expect(left.length).toBeGreaterThanOrEqual(events.length)
  })
})

test('without a reorder the market data of an instrument stays in order', () => {
  check(some(drops, duplicates, delays, bursts, losses, skews), (faults, events) => {
    const left = after(faults, events).filter(({ type }) => type !== 'instrument')
    for (const id of [1, 2, 3]) {
      const numbers = left.filter((event) => 'instrumentId' in event && event.instrumentId === id).map(({ seq }) => seq)
      expect(numbers).toEqual(numbers.toSorted((one, other) => one - other))
    }
  })
})

test("an instrument's events are the same with and without others beside it", () => {
  check(faultsOfAnyKind, (faults, events) => {
    const ofFirst = (all: readonly SourceEvent[]): readonly SourceEvent[] =>
      all.filter((event) => 'instrumentId' in event && event.instrumentId === 1)
    expect(ofFirst(after(faults, events))).toEqual(after(faults, ofFirst(events)))
  })
})

test('a layer that is saved at any moment goes on as if it had not been', () => {
  fc.assert(
    fc.property(faultsOfAnyKind, faultsOfAnyKind, tapes, fc.nat(60), (faults, more, events, count) => {
      const stream = new ArrayStream(events)
      const layer = new FaultLayer(stream, { seed: 1 })
      layer.start(faults, micros(START), 'first', idOf)
      for (let i = 0; i < count; i++) layer.next(Infinity)
      layer.start(more, micros(START + 50), 'second', idOf)
      layer.next(START + 100)
      const restored = new FaultLayer(new ArrayStream(events.slice(stream.taken)), { seed: 1 })
      restored.load(JSON.parse(JSON.stringify(layer.save())) as SavedFaults)
      expect(restored.save()).toEqual(layer.save())
      expect(drain(restored)).toEqual(drain(layer))
    }),
    { numRuns: 300 },
  )
})

test('a layer stands over a layer', () => {
  fc.assert(
    fc.property(faultsOfAnyKind, some(reorders, delays), tapes, (faults, others, events) => {
      const lower = layerOver(events, faults)
      const upper = new FaultLayer(lower, { seed: 1 })
      upper.start(others, micros(START), 'upper', idOf)
      const left = drain(upper)
      const times = left.map(({ tsRecv }) => tsRecv)
      expect(times).toEqual(times.toSorted((one, other) => one - other))
      expect(sortedNames(left)).toEqual(sortedNames(after(faults, events)))
    }),
  )
})
