import type { SourceEvent } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { bookRates } from '../acceptance/book-rates.ts'
import { uniforms } from '../measures/noise.fixture.ts'
import { book, INSTRUMENT, quote, START, status, trade } from './hand-made-events.fixture.ts'
import type { BookObservation } from './book-watch.ts'
import { observe } from './observe.ts'

function look(events: Iterable<SourceEvent>, seconds: number, bookLevels = 3) {
  const [seen] = observe(events, { instruments: [INSTRUMENT], start: START, seconds, bookLevels })
  if (seen === undefined) throw new Error('one instrument is observed')
  return seen
}

const counts = ({ arrivals, cancellations }: BookObservation) => [[...arrivals], [...cancellations]]

const FRESH = book(0, 'snapshot', [[10, 5], [9, 8], [8, 4]], [[12, 6], [13, 2], [15, 3]]) // prettier-ignore

describe('a book told by its events', () => {
  it('counts what grows as arrivals and what shrinks as cancellations, at the level where it is', () => {
    const { book: seen } = look(
      [
        FRESH,
        book(1, 'delta', [[9, 9]], []),
        book(2, 'delta', [], [[15, 1]]),
        // a new price behind the best is an arrival there; what it pushes back is none
        book(3, 'delta', [], [[14, 7]]),
        // a level that goes is a cancellation
        book(4, 'delta', [[9, 0]], []),
      ],
      5,
    )
    expect(counts(seen)).toEqual([
      [0, 1, 1],
      [0, 1, 1],
    ])
  })

  it('counts nothing that a trade has done, nor what moves the best price', () => {
    const { book: seen } = look(
      [
        FRESH,
        trade(1, 12, 6, 'buy'),
        book(1, 'delta', [], [[12, 0]]),
        book(1, 'delta', [], [[13, 1]]),
        // a better bid, and its end
        book(2, 'delta', [[11, 3]], []),
        book(3, 'delta', [[11, 0], [8, 2]], []), // prettier-ignore
        // an ordinary order at last
        book(4, 'delta', [[10, 6]], []),
      ],
      5,
    )
    expect(counts(seen)).toEqual([
      [1, 0, 0],
      [0, 0, 0],
    ])
  })

  it('adds up the size that rests at a level over time', () => {
    const { book: seen } = look([FRESH, book(2, 'delta', [[10, 0]], []), book(6, 'delta', [[9, 1]], [])], 10)
    expect(seen.sideSeconds).toBe(20)
    // bids: 5 for 2 s, 8 for 4 s, 1 for 4 s; asks: 6 for 10 s
    expect(seen.sizeSeconds[0]).toBe(5 * 2 + 8 * 4 + 4 + 60)
    expect(seen.levelSeconds[2]).toBe(2 + 10)
  })

  it('does not look while the venue does not trade', () => {
    const { book: seen } = look(
      [
        FRESH,
        status(2, 'auction'),
        book(3, 'snapshot', [[11, 999]], [[11, 999]]),
        status(6, 'trading'),
        { ...FRESH, tsRecv: (START + 6e6) as typeof START },
      ],
      10,
    )
    expect(seen.sideSeconds).toBe(2 * (2 + 4))
    expect(seen.sizeSeconds[0]).toBe((5 + 6) * 6)
  })
})

/** The model of Cont, Stoikov & Talreja 2010 in the small: orders of one size, three levels a side, the price stands still. */
function* poissonBook(rates: { limits: readonly number[]; cancellations: readonly number[]; market: number }) {
  const uniform = uniforms(5)
  const sizes = [
    [4, 4, 4],
    [4, 4, 4],
  ]
  const prices = [
    [10, 9, 8],
    [12, 13, 14],
  ]
  const unit = 100
  yield quote(0, 10, 12)
  yield book(0, 'snapshot', [[10, 400], [9, 400], [8, 400]], [[12, 400], [13, 400], [14, 400]]) // prettier-ignore
  for (let time = 0; ;) {
    const chances: { side: 0 | 1; level: number; change: 1 | -1; rate: number; isTrade: boolean }[] = []
    for (const side of [0, 1] as const) {
      for (let level = 0; level < 3; level++) {
        const size = sizes[side]?.[level] ?? 0
        chances.push({ side, level, change: 1, rate: rates.limits[level] ?? 0, isTrade: false })
        // the last order at a level stays, and so does the price
        if (size > 1) {
          chances.push({ side, level, change: -1, rate: (rates.cancellations[level] ?? 0) * size, isTrade: false })
        }
      }
      if ((sizes[side]?.[0] ?? 0) > 1) chances.push({ side, level: 0, change: -1, rate: rates.market, isTrade: true })
    }
    const total = chances.reduce((sum, { rate }) => sum + rate, 0)
    time += -Math.log(uniform()) / total
    let left = uniform() * total
    const happened = chances.find(({ rate }) => (left -= rate) < 0)
    const side = happened === undefined ? undefined : sizes[happened.side]
    if (happened === undefined || side === undefined) continue
    const size = (side[happened.level] ?? 0) + happened.change
    side[happened.level] = size
    const price = prices[happened.side]?.[happened.level] ?? 0
    if (happened.isTrade) yield trade(time, price, unit, happened.side === 0 ? 'sell' : 'buy')
    const level = [[price, size * unit]] as const
    yield book(time, 'delta', happened.side === 0 ? level : [], happened.side === 0 ? [] : level)
  }
}

it('gives back the rates that made a book', () => {
  // limit orders outrun cancellations far enough that the last order is rarely alone
  const rates = { limits: [3, 2.4, 1.6], cancellations: [0.3, 0.4, 0.25], market: 0.9 }
  const found = bookRates(look(poissonBook(rates), 20_000), 100)
  rates.limits.forEach((rate, level) => {
    expect((found.limits[level] ?? NaN) / rate).toBeCloseTo(1, 1)
    expect(Math.abs((found.limits[level] ?? NaN) / rate - 1)).toBeLessThan(0.03)
  })
  rates.cancellations.forEach((rate, level) => {
    expect(Math.abs((found.cancellations[level] ?? NaN) / rate - 1)).toBeLessThan(0.03)
  })
  expect(Math.abs(found.market / rates.market - 1)).toBeLessThan(0.03)
})
