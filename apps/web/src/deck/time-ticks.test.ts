import { MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_SECOND } from '@tapedeck/protocol'
import { expect, it } from 'vitest'
import { timeTicks } from './time-ticks.ts'

it.each([
  [3 * MICROS_PER_SECOND, MICROS_PER_SECOND],
  [50 * MICROS_PER_SECOND, 10 * MICROS_PER_SECOND],
  [10 * MICROS_PER_MINUTE, 2 * MICROS_PER_MINUTE],
  [7 * MICROS_PER_HOUR, 2 * MICROS_PER_HOUR],
])('a span of %d microseconds is divided by steps of %d', (length, step) => {
  const from = 1_767_623_400_000_001
  const ticks = timeTicks({ from, to: from + length }, 6)
  expect(ticks.step).toBe(step)
  expect(ticks.times.length).toBeGreaterThan(1)
  expect(ticks.times.length).toBeLessThanOrEqual(6)
  for (const time of ticks.times) {
    expect(time % step).toBe(0)
    expect(time).toBeGreaterThanOrEqual(from)
    expect(time).toBeLessThanOrEqual(from + length)
  }
})

it('a span without length has no ticks', () => {
  expect(timeTicks({ from: 5, to: 5 }, 6).times).toEqual([])
})
