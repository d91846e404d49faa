import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayStartAtOrBefore, micros, MICROS_PER_HOUR, nextDayStart, type DayStart } from './index.ts'

const UTC_MIDNIGHT: DayStart = { time: '00:00', timeZone: 'UTC' }
const FX_DAY: DayStart = { time: '17:00', timeZone: 'America/New_York' }
const US_MIDNIGHT: DayStart = { time: '00:00', timeZone: 'America/New_York' }
const LONDON_MIDNIGHT: DayStart = { time: '00:00', timeZone: 'Europe/London' }
const TOKYO_MORNING: DayStart = { time: '08:00', timeZone: 'Asia/Tokyo' }

const at = (iso: string) => micros(Date.parse(iso) * 1000)
const iso = (t: number) => new Date(t / 1000).toISOString()

describe('dayStartAtOrBefore', () => {
  it.each([
    ['a crypto day begins at midnight UTC', UTC_MIDNIGHT, '2026-07-01T23:59:59.999Z', '2026-07-01T00:00:00.000Z'],
    ['a day begins at its first microsecond', UTC_MIDNIGHT, '2026-07-01T00:00:00Z', '2026-07-01T00:00:00.000Z'],
    ['the FX day begins at 22:00 UTC in winter', FX_DAY, '2026-01-15T22:00:00Z', '2026-01-15T22:00:00.000Z'],
    ['the FX day begins at 21:00 UTC in summer', FX_DAY, '2026-07-01T21:30:00Z', '2026-07-01T21:00:00.000Z'],
    ['before the roll it is still yesterday', FX_DAY, '2026-07-01T20:59:59Z', '2026-06-30T21:00:00.000Z'],
    ['US clocks go forward on 8 March 2026', FX_DAY, '2026-03-08T21:00:00Z', '2026-03-08T21:00:00.000Z'],
    ['and were on standard time the day before', FX_DAY, '2026-03-08T20:00:00Z', '2026-03-07T22:00:00.000Z'],
    ['US clocks go back on 1 November 2026', FX_DAY, '2026-11-01T22:00:00Z', '2026-11-01T22:00:00.000Z'],
    ['midnight of that day is still summer time', US_MIDNIGHT, '2026-11-01T04:00:00Z', '2026-11-01T04:00:00.000Z'],
    ['an equity day may begin on the UTC date before', US_MIDNIGHT, '2026-12-31T23:00:00Z', '2026-12-31T05:00:00.000Z'],
    ['a New York year ends five hours late', US_MIDNIGHT, '2027-01-01T04:59:59Z', '2026-12-31T05:00:00.000Z'],
    ['a London summer day begins an hour early', LONDON_MIDNIGHT, '2026-06-30T23:00:00Z', '2026-06-30T23:00:00.000Z'],
    ['UK clocks go forward on 29 March 2026', LONDON_MIDNIGHT, '2026-03-29T23:00:00Z', '2026-03-29T23:00:00.000Z'],
    ['three weeks after the US', LONDON_MIDNIGHT, '2026-03-28T23:30:00Z', '2026-03-28T00:00:00.000Z'],
    ['and back on 25 October 2026', LONDON_MIDNIGHT, '2026-10-26T00:00:00Z', '2026-10-26T00:00:00.000Z'],
    ['a Tokyo day begins on the UTC date before', TOKYO_MORNING, '2026-07-01T00:00:00Z', '2026-06-30T23:00:00.000Z'],
    ['and not a moment sooner', TOKYO_MORNING, '2026-06-30T22:59:59Z', '2026-06-29T23:00:00.000Z'],
    ['the day of the epoch', UTC_MIDNIGHT, '1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
  ])('%s', (_name, dayStart, t, expected) => {
    expect(iso(dayStartAtOrBefore(at(t), dayStart))).toBe(expected)
  })

  it('agrees with the time zone database from 2007 on', () => {
    const instant = fc.integer({ min: Date.UTC(2007, 2, 12), max: Date.UTC(2037, 11, 31) })
    fc.assert(
      fc.property(instant, fc.constantFrom(FX_DAY, US_MIDNIGHT, LONDON_MIDNIGHT, TOKYO_MORNING), (ms, dayStart) => {
        const clock = new Intl.DateTimeFormat('en-GB', { timeZone: dayStart.timeZone, timeStyle: 'short' })
        const begins = dayStartAtOrBefore(micros(ms * 1000), dayStart)
        expect(clock.format(begins / 1000)).toBe(dayStart.time)
      }),
    )
  })
})

describe('nextDayStart', () => {
  it('is the day start after this one, 23 to 25 hours later', () => {
    const instant = fc.integer({ min: 0, max: 4_102_444_800_000_000 }).map(micros)
    fc.assert(
      fc.property(
        instant,
        fc.constantFrom(UTC_MIDNIGHT, FX_DAY, US_MIDNIGHT, LONDON_MIDNIGHT, TOKYO_MORNING),
        (t, dayStart) => {
          const begins = dayStartAtOrBefore(t, dayStart)
          const ends = nextDayStart(t, dayStart)
          expect(begins).toBeLessThanOrEqual(t)
          expect(ends).toBeGreaterThan(t)
          expect([23, 24, 25]).toContain((ends - begins) / MICROS_PER_HOUR)
          expect(dayStartAtOrBefore(ends, dayStart)).toBe(ends)
          expect(dayStartAtOrBefore(micros(ends - 1), dayStart)).toBe(begins)
        },
      ),
    )
  })

  it('makes the day of the spring change 23 hours long', () => {
    const begins = dayStartAtOrBefore(at('2026-03-08T12:00:00Z'), FX_DAY)
    expect(nextDayStart(begins, FX_DAY) - begins).toBe(23 * MICROS_PER_HOUR)
  })

  it('makes the day of the autumn change 25 hours long', () => {
    const begins = dayStartAtOrBefore(at('2026-11-01T12:00:00Z'), US_MIDNIGHT)
    expect(nextDayStart(begins, US_MIDNIGHT) - begins).toBe(25 * MICROS_PER_HOUR)
  })
})
