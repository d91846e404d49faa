import { MICROS_PER_MINUTE } from '@tapedeck/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BarList, MOST_BARS } from './bar-list.ts'
import { barAt, barsAt } from './bar.fixture.ts'

const minutesOf = (list: BarList): number[] => list.bars.map((bar) => bar.tsOpen / MICROS_PER_MINUTE)
function listOf(...minutes: number[]): BarList {
  const list = new BarList()
  list.takeNewest(barsAt(...minutes))
  return list
}

describe('the bars of a chart', () => {
  it('go on with the market: the running bar changes, a new one follows', () => {
    const list = listOf(1, 2)
    list.take(barAt(2, 1, 105))
    list.take(barAt(3))
    expect(minutesOf(list)).toEqual([1, 2, 3])
    expect(list.at(2 * MICROS_PER_MINUTE)?.close).toBe(105)
  })

  it('take a correction of a bar that has closed long ago', () => {
    const list = listOf(1, 2, 3)
    list.take(barAt(1, 9, 91))
    expect(list.first?.close).toBe(91)
  })

  it('tell which of them a time lies in', () => {
    const list = listOf(1, 3)
    const minuteAt = (minutes: number): number | undefined => {
      const bar = list.around(minutes * MICROS_PER_MINUTE)
      return bar === undefined ? undefined : bar.tsOpen / MICROS_PER_MINUTE
    }
    expect([0.5, 1, 1.5, 2, 3.9, 4].map(minuteAt)).toEqual([undefined, 1, 1, undefined, 3, undefined])
  })

  it('meet those of another symbol whose day begins at another hour: the last one that is no later, or what runs now', () => {
    const hour = (from: number, to: number, closed: boolean) => ({
      ...barAt(0),
      tsOpen: from * 60 * MICROS_PER_MINUTE,
      tsClose: to * 60 * MICROS_PER_MINUTE,
      closed,
    })
    const list = new BarList()
    // days that begin at 22:00
    list.takeNewest([hour(-2, 22, true), hour(22, 46, true), hour(94, 118, true), hour(118, 142, false)])
    const beside = (from: number, to: number, closed = true): number | undefined => {
      const found = list.beside(hour(from, to, closed))
      return found === undefined ? undefined : found.tsOpen / (60 * MICROS_PER_MINUTE)
    }
    expect(beside(-2, 22)).toBe(-2)
    expect([beside(0, 24), beside(24, 48)]).toEqual([-2, 22])
    // over two days that the other market was closed
    expect([beside(48, 72), beside(72, 96)]).toEqual([undefined, undefined])
    expect(beside(96, 120)).toBe(94)
    expect(beside(120, 144, false)).toBe(118)
  })

  it('grow backwards, each minute once', () => {
    const list = listOf(4, 5)
    list.takeOlder(barsAt(2, 3, 4))
    expect(minutesOf(list)).toEqual([2, 3, 4, 5])
  })

  it('keep what is older when the newest history comes again after a loss', () => {
    const list = listOf(1, 2, 3, 4)
    list.takeNewest([barAt(3, 0, 103), ...barsAt(5, 6)])
    expect(minutesOf(list)).toEqual([1, 2, 3, 5, 6])
    expect(list.at(3 * MICROS_PER_MINUTE)?.close).toBe(103)
  })

  it('let go of what is older when a hole would lie between', () => {
    const list = listOf(1, 2)
    list.takeNewest(barsAt(7, 8))
    expect(minutesOf(list)).toEqual([7, 8])
  })

  it('are not more than a screen can draw: the market pushes the oldest out', () => {
    const list = new BarList()
    for (let minute = 0; minute < MOST_BARS; minute++) list.take(barAt(minute))
    expect(list.trim()).toBe(false)
    list.take(barAt(MOST_BARS))
    expect(list.trim()).toBe(true)
    expect(list.bars.length).toBeLessThan(MOST_BARS)
    expect(list.last?.tsOpen).toBe(MOST_BARS * MICROS_PER_MINUTE)
    expect(list.isCut).toBe(false)
  })

  it('let the newest go for older ones, and then stand still until the newest history comes', () => {
    const list = new BarList()
    const from = 10_000
    list.takeNewest(barsAt(...Array.from({ length: MOST_BARS }, (_, index) => from + index)))
    list.takeOlder(barsAt(from - 2, from - 1))
    expect(list.bars).toHaveLength(MOST_BARS)
    expect(list.first?.tsOpen).toBe((from - 2) * MICROS_PER_MINUTE)
    expect(list.isCut).toBe(true)
    const { last } = list
    list.take(barAt(from + MOST_BARS))
    expect(list.last).toBe(last)
    list.take(barAt(from, 1, 95))
    expect(list.at(from * MICROS_PER_MINUTE)?.close).toBe(95)
    list.takeNewest(barsAt(from + MOST_BARS, from + MOST_BARS + 1))
    expect(list.isCut).toBe(false)
    expect(minutesOf(list)).toEqual([from + MOST_BARS, from + MOST_BARS + 1])
  })

  it('are ascending and unique whatever comes in whatever order', () => {
    const minute = fc.integer({ min: 0, max: 40 })
    const sorted = fc.uniqueArray(minute).map((minutes) => minutes.sort((a, b) => a - b))
    const step = fc.oneof(
      fc.record({ kind: fc.constant('newest' as const), minutes: sorted }),
      fc.record({ kind: fc.constant('older' as const), minutes: sorted }),
      fc.record({ kind: fc.constant('live' as const), minutes: fc.array(minute) }),
    )
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const list = new BarList()
        for (const { kind, minutes } of steps) {
          if (kind === 'newest') list.takeNewest(barsAt(...minutes))
          else if (kind === 'older') list.takeOlder(barsAt(...minutes))
          else for (const each of minutes) list.take(barAt(each))
        }
        const minutes = minutesOf(list)
        expect(minutes).toEqual([...new Set(minutes)].sort((a, b) => a - b))
      }),
    )
  })
})
