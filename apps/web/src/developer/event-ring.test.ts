import { describe, expect, it } from 'vitest'
import { EventRing } from './event-ring.ts'

const ALL = new Set(['quote', 'trade'])

function ring(size: number, count: number): EventRing {
  const events = new EventRing(size)
  for (let seq = 1; seq <= count; seq++) {
    events.push(seq % 2 === 0 ? 'trade' : 'quote', { symbol: seq % 3 === 0 ? 'ETH-USD' : 'BTC-USD', seq }, seq)
  }
  return events
}

const seqs = (events: EventRing, most = 100, names = ALL, part = ''): unknown[] =>
  events.newest(most, names, part).map(({ data }) => (data as { seq: number }).seq)

describe('the newest events', () => {
  it('are kept, the newest first', () => {
    expect(seqs(ring(5, 3))).toEqual([3, 2, 1])
    expect(seqs(ring(5, 12))).toEqual([12, 11, 10, 9, 8])
    expect(ring(5, 12).count).toBe(12)
    expect(seqs(ring(500, 1_000), 2)).toEqual([1_000, 999])
  })

  it('are found by name and by what stands in them', () => {
    expect(seqs(ring(10, 10), 100, new Set(['trade']))).toEqual([10, 8, 6, 4, 2])
    expect(seqs(ring(10, 10), 100, ALL, ' eth-usd')).toEqual([9, 6, 3])
    expect(seqs(ring(10, 10), 100, ALL, '"seq":7')).toEqual([7])
    expect(seqs(ring(10, 10), 100, new Set())).toEqual([])
  })

  it('are gone when it is emptied', () => {
    const events = ring(5, 12)
    events.clear()
    expect(seqs(events)).toEqual([])
    events.push('quote', { seq: 1 }, undefined)
    expect(seqs(events)).toEqual([1])
  })
})
