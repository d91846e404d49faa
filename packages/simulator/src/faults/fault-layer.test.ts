import { micros, type SourceEvent } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import type { Fault } from '../scenario/scenario.ts'
import { FaultLayer } from './fault-layer.ts'
import {
  after,
  ArrayStream,
  bust,
  drain,
  enter,
  layerOver,
  placesOf,
  quote,
  quotes,
  SECOND,
  START,
  trade,
  untouchables,
} from './hand-made-stream.fixture.ts'

const AAA = ['AAA']
/** Lasts from the second to the fourth second after the start. */
const window = { at: '2s', for: '2s', symbols: AAA } as const

const dropAll: Fault = { kind: 'drop', probability: 1, ...window }
const doubleAll: Fault = { kind: 'duplicate', probability: 1, ...window }
const burst: Fault = { kind: 'freeze', then: 'burst', ...window }
const lose: Fault = { kind: 'freeze', then: 'lose', ...window }
const delay: Fault = { kind: 'delay', by: '1500ms', ...window }
const shuffle: Fault = { kind: 'reorder', probability: 0.5, window: '3s', ...window }
const ahead: Fault = { kind: 'skew', by: '300ms', ahead: true, ...window }
const behind: Fault = { kind: 'skew', by: '1s', ahead: false, ...window }
const ALL: readonly Fault[] = [dropAll, doubleAll, burst, lose, delay, shuffle, ahead, behind]

const everySecond = quotes(7, SECOND)

describe('a layer without faults', () => {
  it('passes on the very events', () => {
    const layer = new FaultLayer(new ArrayStream(everySecond), { seed: 1 })
    expect(layer.nextTime).toBe(START)
    const left = drain(layer)
    expect(left).toHaveLength(7)
    left.forEach((event, i) => expect(event).toBe(everySecond[i]))
    expect(layer.nextTime).toBe(Infinity)
  })

  it('asks for nothing beyond the limit', () => {
    const stream = new ArrayStream(everySecond)
    expect(drain(new FaultLayer(stream, { seed: 1 }), START + 2 * SECOND)).toHaveLength(3)
    expect(stream.taken).toBe(3)
  })
})

describe('a drop', () => {
  it('leaves holes in the numbers, from its begin up to its end', () => {
    expect(placesOf(after([dropAll], everySecond)).map(([number]) => number)).toEqual([1, 2, 5, 6, 7])
  })

  it('takes about the share that it names', () => {
    const events = quotes(10_000, 100)
    const left = after([{ kind: 'drop', probability: 0.3, at: '0s', for: '1h', symbols: 'all' }], events)
    // four standard errors
    expect(Math.abs(left.length - 7_000)).toBeLessThan(184)
  })
})

describe('a duplicate', () => {
  it('follows its original at once, the same in every field', () => {
    const left = after([doubleAll], everySecond)
    expect(left.map(({ seq }) => seq)).toEqual([1, 2, 3, 3, 4, 4, 5, 6, 7])
    expect(left[3]).toBe(left[2])
    expect(left[3]).toBe(everySecond[2])
  })
})

describe('a freeze', () => {
  it('ends in a burst of what it held, in order, before what comes at its end', () => {
    expect(placesOf(after([burst], everySecond))).toEqual([
      [1, 0],
      [2, SECOND],
      [3, 4 * SECOND],
      [4, 4 * SECOND],
      [5, 4 * SECOND],
      [6, 5 * SECOND],
      [7, 6 * SECOND],
    ])
  })

  it('or loses everything', () => {
    expect(placesOf(after([lose], everySecond)).map(([number]) => number)).toEqual([1, 2, 5, 6, 7])
  })

  it('leaves the venue time as it was', () => {
    const left = after([burst], everySecond)
    expect(left.map(({ ts }) => ts)).toEqual(everySecond.map(({ ts }) => ts))
  })

  it('does not make the stream run ahead of whoever plays it', () => {
    const stream = new ArrayStream(everySecond)
    const layer = new FaultLayer(stream, { seed: 1 })
    layer.start([{ ...burst, at: '0s', for: '1h' }], micros(START), 'test', () => 1)
    expect(layer.next(START + 2 * SECOND)).toBeUndefined()
    expect(stream.taken).toBe(3)
    expect(layer.nextTime).toBe(START + 3 * SECOND)
  })
})

describe('a delay', () => {
  it('brings everything later, and nothing that comes afterwards overtakes it', () => {
    const events = [0, 1, 2, 3, 3.9, 4, 4.5, 5.4, 5.5].map((t, i) => quote(START + t * SECOND, i + 1))
    expect(placesOf(after([delay], events))).toEqual([
      [1, 0],
      [2, SECOND],
      [3, 3.5 * SECOND],
      [4, 4.5 * SECOND],
      [5, 5.4 * SECOND],
      [6, 5.4 * SECOND],
      [7, 5.4 * SECOND],
      [8, 5.4 * SECOND],
      [9, 5.5 * SECOND],
    ])
  })

  it('lets other symbols pass', () => {
    const events = [quote(START + 2 * SECOND, 1, 1), quote(START + 2 * SECOND, 1, 2)]
    const left = after([delay], events)
    expect(left[0]).toBe(events[1])
    expect(left[1]).toEqual({ ...events[0], tsRecv: START + 3.5 * SECOND })
  })
})

describe('a reorder', () => {
  it('holds some events until later ones have gone', () => {
    const events = quotes(1_000, 2_000)
    const left = after([{ ...shuffle, at: '0s', window: '10ms' }], events)
    const overtaken = left.filter((event, i) => i > 0 && event.seq < (left[i - 1]?.seq ?? 0))
    const held = left.filter((event) => !events.some((one) => one === event))
    // four standard errors of a half
    expect(Math.abs(held.length - 500)).toBeLessThan(64)
    expect(overtaken.length).toBeGreaterThan(200)
    const spans = held.map(({ ts, tsRecv }) => tsRecv - ts - 1_000)
    expect(Math.min(...spans)).toBeGreaterThanOrEqual(1)
    expect(Math.max(...spans)).toBeLessThanOrEqual(10_000)
    // uniform: the mean of 500 is 5,000 within four standard errors
    expect(Math.abs(spans.reduce((sum, span) => sum + span, 0) / spans.length - 5_000)).toBeLessThan(520)
  })

  it('holds for a microsecond at least, up to its whole window', () => {
    const left = after([{ ...shuffle, probability: 1, window: '2us', at: '0s' }], quotes(100, 10_000))
    const spans = left.map(({ ts, tsRecv }) => tsRecv - ts - 1_000)
    expect(new Set(spans)).toEqual(new Set([1, 2]))
  })
})

describe('a skew', () => {
  it('moves the venue time ahead or back, and not the tape time', () => {
    for (const [fault, by] of [
      [ahead, 300_000],
      [behind, -SECOND],
    ] as const) {
      const left = after([fault], everySecond)
      expect(left.map(({ ts }, i) => ts - (everySecond[i]?.ts ?? 0))).toEqual([0, 0, by, by, 0, 0, 0])
      expect(left.map(({ tsRecv }) => tsRecv)).toEqual(everySecond.map(({ tsRecv }) => tsRecv))
    }
  })

  it('never goes below zero', () => {
    const left = after([{ ...behind, by: '1h' }], everySecond)
    expect(left[2]?.ts).toBe(0)
  })
})

describe('every fault', () => {
  it.each(ALL)('$kind lets instruments, gaps, markers and unknown records pass in their places', (fault) => {
    const events = [quote(START + 2 * SECOND - 1), ...untouchables(START + 3 * SECOND), quote(START + 9 * SECOND, 2)]
    const left = after([{ ...fault, symbols: 'all' }], events)
    expect(left).toHaveLength(events.length)
    left.forEach((event, i) => expect(event).toBe(events[i]))
  })

  it.each(ALL)('$kind touches every kind of market data', (fault) => {
    const at = START + 3 * SECOND
    const [head, told] = [quote(at), trade(at, 1)]
    const { ts, tsRecv, seq, instrumentId } = head
    const events: readonly SourceEvent[] = [
      head,
      told,
      bust(at, 2, told),
      { type: 'book', ts, tsRecv, seq, instrumentId, action: 'delta', bids: [], asks: [] },
      { type: 'status', ts, tsRecv, seq, instrumentId, status: 'halted', reason: 'news' },
    ]
    const certain = fault.kind === 'reorder' ? { ...fault, probability: 1 } : fault
    const left = after([certain], events)
    if (fault.kind === 'drop' || fault === lose) expect(left).toEqual([])
    else if (fault.kind === 'duplicate') {
      expect(left).toEqual(events.flatMap((event) => [event, event]))
    } else {
      expect(left).toHaveLength(5)
      expect(new Set(left.map(({ type }) => type)).size).toBe(5)
      for (const event of left) expect([event.ts, event.tsRecv]).not.toEqual([ts, tsRecv])
    }
  })

  it('counts its times from the start that it was given', () => {
    const layer = new FaultLayer(new ArrayStream(everySecond), { seed: 1 })
    layer.start([dropAll], micros(START + 3 * SECOND), 'test', () => 1)
    expect(drain(layer).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
  })

  it('concerns the events of all instruments where it says so', () => {
    const events = [1, 2, 30].map((id) => quote(START + 2 * SECOND, 1, id))
    expect(after([{ ...dropAll, symbols: 'all' }], events)).toEqual([])
    expect(after([{ ...dropAll, symbols: ['BBB', 'AAA'] }], events)).toEqual([events[2]])
    expect(after([{ ...dropAll, symbols: [] }], events)).toEqual(events)
  })

  it('goes on with a symbol that is listed or renamed after its start', () => {
    const events = [
      enter(START, 7, 'NEW'),
      enter(START + SECOND, 8, 'CCC', 1),
      enter(START + SECOND, 9, 'DDD'),
      ...[1, 7, 8, 9].map((id) => quote(START + 2 * SECOND, 1, id)),
    ]
    const left = after([{ ...dropAll, symbols: ['AAA', 'NEW'] }], events)
    expect(left.slice(3)).toEqual([events[6]])
  })

  it('is refused where a span or probability is not one, and none of its group starts', () => {
    for (const bad of [
      { ...dropAll, probability: 1.5 },
      { ...dropAll, probability: Number.NaN },
      { ...delay, by: 'soon' },
      { ...burst, for: '-1s' },
    ]) {
      const layer = new FaultLayer(new ArrayStream(everySecond), { seed: 1 })
      expect(() => {
        layer.start([dropAll, bad], micros(START), 'test', () => 1)
      }).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }))
      expect(drain(layer)).toEqual(everySecond)
    }
  })
})

describe('a bust', () => {
  it('names the time at which its trade came to stand on the tape', () => {
    const told = trade(START + 2 * SECOND, 1)
    const other = trade(START + 5 * SECOND, 2)
    const busts = [bust(START + 8 * SECOND, 3, told), bust(START + 8 * SECOND, 4, other)]
    const left = after([delay], [told, other, ...busts])
    expect(left[0]?.tsRecv).toBe(START + 3.5 * SECOND)
    expect(left[2]).toEqual({ ...busts[0], tsTrade: START + 3.5 * SECOND })
    expect(left[3]).toBe(busts[1])
  })
})

describe('a layer whose faults are over', () => {
  it('remembers nothing of them', () => {
    const layer = layerOver([trade(START, 1), quote(START + 3_700 * SECOND)], [{ ...delay, at: '0s' }, dropAll])
    drain(layer)
    const { line, held, retimed } = layer.save()
    expect(line).toEqual({ windows: [], horizons: [] })
    expect(held.events).toEqual([])
    expect(retimed.times).toEqual([])
  })
})

describe('a layer that holds as much as it may', () => {
  it('lets the first go on early, so that the order stays and nothing is lost', () => {
    const events = quotes(8, SECOND)
    const layer = layerOver(events, [{ kind: 'delay', by: '1m', at: '0s', for: '1h', symbols: 'all' }], { mostHeld: 3 })
    expect(placesOf(drain(layer))).toEqual([
      [1, 3 * SECOND],
      [2, 4 * SECOND],
      [3, 5 * SECOND],
      [4, 6 * SECOND],
      [5, 7 * SECOND],
      [6, 65 * SECOND],
      [7, 66 * SECOND],
      [8, 67 * SECOND],
    ])
  })
})
