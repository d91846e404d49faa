import type { SourceEvent } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { INSTRUMENT, quote, START, status, trade } from './hand-made-events.fixture.ts'
import { observe, type Observation } from './observe.ts'

function look(events: readonly SourceEvent[], seconds: number): Observation {
  const [seen] = observe(events, { instruments: [INSTRUMENT], start: START, seconds })
  if (seen === undefined) throw new Error('one instrument is observed')
  return seen
}

describe('the mid', () => {
  it('holds from one quote to the next on a grid of seconds', () => {
    const { mids } = look([quote(0, 10, 12), quote(1.5, 12, 14), quote(3, 20, 22)], 4)
    expect([...mids]).toEqual([11, 11, 13, 21, 21])
  })

  it('is none before the first quote, and while the venue does not trade', () => {
    const { mids } = look(
      [quote(1, 10, 12), status(2, 'closed'), quote(2, null, null), status(4, 'trading'), quote(4, 30, 32)],
      5,
    )
    expect([...mids]).toEqual([NaN, 11, NaN, NaN, 31, 31])
  })

  it('holds while one side is empty', () => {
    const { mids } = look([quote(0, 10, 12), quote(1, null, 12), quote(2, 14, 16)], 3)
    expect([...mids]).toEqual([11, 11, 15, 15])
  })

  it('is not that of an auction', () => {
    const { mids } = look(
      [quote(0, 10, 12), status(1, 'auction'), quote(1, 50, 50), status(3, 'trading'), quote(3, 12, 14)],
      3,
    )
    expect([...mids]).toEqual([11, NaN, NaN, 13])
  })
})

describe('market orders', () => {
  const { orders } = look(
    [
      quote(0, 10, 12),
      trade(1, 12, 5, 'buy'),
      trade(1, 13, 7, 'buy'),
      quote(1, 11, 14),
      trade(2, 11, 1, 'sell'),
      status(3, 'halted'),
      status(8, 'trading'),
      quote(8, 10, 12),
      trade(9, 12, 2, 'buy'),
    ],
    10,
  )

  it('are one where they take several prices at once', () => {
    expect(orders.prints).toBe(4)
    expect([...orders.times]).toEqual([1, 2, 9])
    expect([...orders.prices]).toEqual([12, 11, 12])
    expect([...orders.sizes]).toEqual([12, 1, 2])
    expect([...orders.signs]).toEqual([1, -1, 1])
  })

  it('know the mid and the spread that they met', () => {
    expect([...orders.mids]).toEqual([11, 12.5, 11])
    expect([...orders.spreads]).toEqual([2, 3, 2])
  })

  it('know where trading began again', () => {
    expect(orders.firsts).toEqual([2])
  })
})

describe('the spread', () => {
  it('is weighed by how long it was', () => {
    const { spread } = look([quote(0, 10, 12), quote(2, 10, 11), quote(2.5, 10, 13)], 10)
    expect([...spread.secondsByTicks]).toEqual([0, 0.5, 2, 7.5])
  })

  it('has a mean for each minute', () => {
    const { spread } = look([quote(30, 10, 12), quote(90, 10, 14), status(100, 'closed')], 180)
    expect([...spread.byMinute]).toEqual([2, (30 * 2 + 10 * 4) / 40, NaN])
  })
})

it('looks from the start to the end and at nothing of others', () => {
  const stranger = { ...trade(1, 99, 99, 'buy'), instrumentId: 8 }
  const { orders } = look([quote(0, 10, 12), stranger, trade(2, 12, 1, 'buy'), trade(11, 12, 1, 'buy')], 10)
  expect([...orders.times]).toEqual([2])
})

it('keeps the series of a long run', () => {
  const events = [quote(0, 10, 12), ...Array.from({ length: 5_000 }, (_, i) => trade(i / 10, 10 + (i % 3), 1, 'buy'))]
  const { orders } = look(events, 1_000)
  expect(orders.times).toHaveLength(5_000)
  expect(orders.prices[4_999]).toBe(10 + (4_999 % 3))
})
