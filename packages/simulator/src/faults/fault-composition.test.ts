import { micros } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import type { Fault } from '../scenario/scenario.ts'
import { FaultLayer, type SavedFaults } from './fault-layer.ts'
import {
  after,
  ArrayStream,
  bust,
  drain,
  enter,
  idOf,
  layerOver,
  placesOf,
  quote,
  quotes,
  SECOND,
  START,
  trade,
  untouchables,
} from './hand-made-stream.fixture.ts'

const always = { at: '0s', for: '1h', symbols: 'all' } as const
const everySecond = quotes(6, SECOND)

describe('several faults', () => {
  it('do not depend on the order in which a scenario lists them', () => {
    const faults: readonly Fault[] = [
      { kind: 'skew', by: '1s', ahead: true, ...always },
      { kind: 'freeze', then: 'burst', ...always, for: '2s' },
      { kind: 'delay', by: '5s', ...always },
    ]
    const left = after(faults, everySecond)
    expect(placesOf(left)).toEqual([1, 2, 3, 4, 5, 6].map((n) => [n, (5 + Math.max(2, n - 1)) * SECOND]))
    expect(left.map(({ ts }, i) => ts - (everySecond[i]?.ts ?? 0))).toEqual([1, 1, 1, 1, 1, 1].map((n) => n * SECOND))
    expect(after(faults.toReversed(), everySecond)).toEqual(left)
  })

  it('that lose and double never double what is lost', () => {
    const faults: readonly Fault[] = [
      { kind: 'duplicate', probability: 1, ...always },
      { kind: 'drop', probability: 0.5, ...always },
    ]
    const left = after(faults, quotes(100, SECOND)).map(({ seq }) => seq)
    const numbers = [...new Set(left)]
    expect(numbers.length).toBeGreaterThan(20)
    expect(numbers.length).toBeLessThan(80)
    expect(left).toEqual(numbers.flatMap((number) => [number, number]))
  })

  it('that double and reorder tear copies from their originals', () => {
    const faults: readonly Fault[] = [
      { kind: 'duplicate', probability: 1, ...always },
      { kind: 'reorder', probability: 0.5, window: '10s', ...always },
    ]
    const left = after(faults, quotes(100, SECOND)).map(({ seq }) => seq)
    expect(left.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 200 }, (_, i) => 1 + (i >> 1)))
    expect(left.filter((number, i) => number === left[i + 1]).length).toBeLessThan(60)
  })

  it('concern what reaches them within their window: a delay slows the burst of a freeze that ends in it', () => {
    const faults: readonly Fault[] = [
      { kind: 'freeze', then: 'burst', ...always, for: '3s' },
      { kind: 'delay', by: '10s', ...always, at: '3s' },
    ]
    expect(placesOf(after(faults, everySecond))).toEqual([13, 13, 13, 13, 14, 15].map((t, i) => [i + 1, t * SECOND]))
    const over: readonly Fault[] = [
      { kind: 'freeze', then: 'burst', ...always, for: '3s' },
      { kind: 'delay', by: '10s', ...always, for: '3s' },
    ]
    expect(placesOf(after(over, everySecond))).toEqual([3, 3, 3, 3, 4, 5].map((t, i) => [i + 1, t * SECOND]))
  })

  it('of one kind add up, and a freeze within a freeze ends with the later one', () => {
    const delays: readonly Fault[] = [
      { kind: 'delay', by: '1s', ...always },
      { kind: 'delay', by: '2s', ...always },
    ]
    expect(placesOf(after(delays, everySecond))).toEqual([3, 4, 5, 6, 7, 8].map((t, i) => [i + 1, t * SECOND]))
    const freezes: readonly Fault[] = [
      { kind: 'freeze', then: 'burst', ...always, for: '2s' },
      { kind: 'freeze', then: 'burst', ...always, at: '1s', for: '3s' },
    ]
    expect(placesOf(after(freezes, everySecond))).toEqual([4, 4, 4, 4, 4, 5].map((t, i) => [i + 1, t * SECOND]))
  })

  it('may start while others are at work; what is held already stays as it is', () => {
    const layer = layerOver(everySecond, [{ kind: 'delay', by: '10s', ...always }])
    const before = drain(layer, START + 2 * SECOND)
    layer.start([{ kind: 'drop', probability: 1, ...always }], micros(START), 'second', idOf)
    expect(placesOf([...before, ...drain(layer)])).toEqual([10, 11, 12].map((t, i) => [i + 1, t * SECOND]))
  })

  it('may start while the stream gives the marker that announces them', () => {
    const marker = untouchables(START + 2 * SECOND).filter(({ type }) => type === 'marker')
    const events = [...everySecond, ...marker].toSorted((one, other) => one.tsRecv - other.tsRecv)
    const faults: readonly Fault[] = [{ kind: 'drop', probability: 1, ...always }]
    for (const before of [[], [{ kind: 'delay', by: '10s', ...always } as const]]) {
      const stream = new ArrayStream(events)
      const layer = new FaultLayer(
        {
          get nextTime() {
            return stream.nextTime
          },
          next(limit) {
            const event = stream.next(limit)
            if (event?.type === 'marker') layer.start(faults, event.tsRecv, 'announced', idOf)
            return event
          },
        },
        { seed: 1 },
      )
      if (before.length > 0) layer.start(before, micros(START), 'before', idOf)
      expect(
        drain(layer)
          .filter(({ type }) => type === 'quote')
          .map(({ seq }) => seq),
      ).toEqual([1, 2, 3])
    }
  })
})

describe('random numbers of faults', () => {
  const drop: Fault = { kind: 'drop', probability: 0.5, ...always }
  const events = quotes(200, SECOND)
  const numbersUnder = (seed: number, key: string, faults: readonly Fault[]): readonly number[] => {
    const layer = new FaultLayer(new ArrayStream(events), { seed })
    layer.start(faults, micros(START), key, idOf)
    return drain(layer).map(({ seq }) => seq)
  }

  it('are the same under the same seed and key, and others under others', () => {
    expect(numbersUnder(1, 'a', [drop])).toEqual(numbersUnder(1, 'a', [drop]))
    const different = [
      numbersUnder(1, 'a', [drop]),
      numbersUnder(2, 'a', [drop]),
      numbersUnder(1, 'b', [drop]),
      numbersUnder(1, 'a', [{ ...drop, probability: 0 }, drop]),
    ]
    expect(new Set(different.map(String)).size).toBe(4)
  })

  it('are others for each instrument', () => {
    const both = events.flatMap((event) => [event, { ...event, instrumentId: 2 }])
    const left = after([drop], both)
    const [first, second] = [1, 2].map((id) =>
      left.filter((event) => 'instrumentId' in event && event.instrumentId === id),
    )
    expect(placesOf(first ?? [])).not.toEqual(placesOf(second ?? []))
  })

  it('lose more of the same events where the probability is higher', () => {
    const few = numbersUnder(1, 'a', [{ ...drop, probability: 0.7 }])
    const many = numbersUnder(1, 'a', [{ ...drop, probability: 0.3 }])
    expect(few.length).toBeGreaterThan(0)
    expect(many).toEqual(expect.arrayContaining([...few]))
  })
})

describe('a layer that goes on from JSON', () => {
  it('still knows symbols that are listed later, trades that were retimed, and what is held', () => {
    const told = trade(START, 1)
    const events = [
      told,
      quote(START + 5 * SECOND, 1),
      enter(START + 6 * SECOND, 7, 'NEW'),
      quote(START + 7 * SECOND, 1, 7),
      bust(START + 8 * SECOND, 2, told),
    ]
    const stream = new ArrayStream(events)
    const layer = new FaultLayer(stream, { seed: 1 })
    layer.start([{ kind: 'delay', by: '2s', ...always, symbols: ['AAA', 'NEW'] }], micros(START), 'test', idOf)
    drain(layer, START + 5 * SECOND)
    const restored = new FaultLayer(new ArrayStream(events.slice(stream.taken)), { seed: 1 })
    restored.load(JSON.parse(JSON.stringify(layer.save())) as SavedFaults)
    const left = drain(restored)
    expect(left).toEqual(drain(layer))
    expect(left.map(({ type, tsRecv }) => [type, (tsRecv - START) / SECOND])).toEqual([
      ['instrument', 6],
      ['quote', 7],
      ['quote', 9],
      ['trade-bust', 10],
    ])
    expect(left[3]).toHaveProperty('tsTrade', START + 2 * SECOND)
  })
})
