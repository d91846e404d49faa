import { expect, it } from 'vitest'
import { bust, trade } from './hand-made-stream.fixture.ts'
import { RetimedTrades } from './retimed-trades.ts'

const HOUR = 3_600_000_000

it('knows the newest hundred thousand trades, for an hour after the last', () => {
  const retimed = new RetimedTrades()
  expect(retimed.isNeeded(0)).toBe(false)
  for (let id = 0; id <= 100_000; id++) retimed.note(trade(id, id))
  const timeOf = (id: number): number | undefined => retimed.timeOf(bust(HOUR, 1, trade(0, id)))
  expect([0, 1, 100_000].map(timeOf)).toEqual([undefined, 1, 100_000])
  expect(retimed.isNeeded(HOUR + 99_999)).toBe(true)
  expect(retimed.isNeeded(HOUR + 100_000)).toBe(false)
})

it('tells trades of instruments apart', () => {
  const retimed = new RetimedTrades()
  retimed.note(trade(5, 1, 1))
  expect(retimed.timeOf(bust(9, 2, trade(0, 1, 2)))).toBeUndefined()
})
