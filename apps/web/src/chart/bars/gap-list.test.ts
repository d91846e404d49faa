import { MICROS_PER_MINUTE, type Gap } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { BarList } from './bar-list.ts'
import { barAt, barsAt } from './bar.fixture.ts'
import { GapList } from './gap-list.ts'

function gapOf(fromMinute: number, toMinute: number, symbol: string | null = null): Gap {
  const [tsFrom, tsTo] = [fromMinute * MICROS_PER_MINUTE, toMinute * MICROS_PER_MINUTE]
  return { symbol, fromSeq: null, toSeq: null, tsFrom, tsTo, cause: 'venue-disconnect' }
}
function listOf(...minutes: number[]): BarList {
  const list = new BarList()
  list.takeNewest(barsAt(...minutes))
  return list
}
function spansOf(gap: Gap, list: BarList): unknown {
  const gaps = new GapList()
  gaps.take(gap)
  return gaps.spans('BTC-USD', list)
}

describe('a gap in the data', () => {
  it('lies within the bar that it is part of', () => {
    expect(spansOf(gapOf(2.25, 2.75), listOf(1, 2, 3))).toEqual([{ from: 0.75, to: 1.25 }])
  })

  it('lies between the bars where all of its own are missing', () => {
    expect(spansOf(gapOf(2, 5), listOf(1, 5, 6))).toEqual([{ from: 0.5, to: 0.5 }])
  })

  it('reaches from bar to bar', () => {
    expect(spansOf(gapOf(1.5, 3.5), listOf(1, 2, 3))).toEqual([{ from: 0, to: 2 }])
  })

  it('that is not among the bars is not marked', () => {
    expect(spansOf(gapOf(0, 1), listOf(1, 2))).toEqual([])
    expect(spansOf(gapOf(3, 4), listOf(1, 2))).toEqual([])
    expect(spansOf(gapOf(1, 2), listOf())).toEqual([])
  })

  it('of another symbol is not marked', () => {
    expect(spansOf(gapOf(1, 2, 'ETH-USD'), listOf(1, 2))).toEqual([])
    expect(spansOf(gapOf(1, 2, 'BTC-USD'), listOf(1, 2))).toEqual([{ from: -0.5, to: 0.5 }])
  })

  it('that is played again counts once', () => {
    const gaps = new GapList()
    gaps.take(gapOf(1, 2))
    gaps.take(gapOf(1, 2))
    expect(gaps.spans('BTC-USD', listOf(1, 2))).toHaveLength(1)
    gaps.clear()
    expect(gaps.spans('BTC-USD', listOf(1, 2))).toEqual([])
  })

  it('is one of the deck that is followed: those before, those to come, and none of another deck', () => {
    const listeners = new Set<(gap: Gap) => void>()
    const deckOf = (...gaps: Gap[]) => ({
      gaps,
      onGap(listener: (gap: Gap) => void) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    })
    const gaps = new GapList()
    let changes = 0
    const marked = (): number => gaps.spans('BTC-USD', listOf(1, 2, 3, 4)).length
    gaps.follow(deckOf(gapOf(1, 2)), () => changes++)
    expect([marked(), changes]).toEqual([1, 0])
    for (const listener of listeners) listener(gapOf(3, 4))
    expect([marked(), changes]).toEqual([2, 1])
    gaps.follow(deckOf(gapOf(2, 3)), () => changes++)
    expect([marked(), listeners.size]).toEqual([1, 1])
    gaps.close()
    expect(listeners.size).toBe(0)
  })

  it('is told of each bar that it touches', () => {
    const gaps = new GapList()
    gaps.take(gapOf(2.25, 4))
    expect([1, 2, 3, 4].map((minute) => gaps.touching(barAt(minute)) !== undefined)).toEqual([false, true, true, false])
  })
})
