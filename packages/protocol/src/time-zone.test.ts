import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantOf, TIME_ZONES, weekdayOf, yearOf } from './time-zone.ts'

const DAY_MS = 86_400_000
const MINUTES_PER_DAY = 1_440
const dayOf = (text: string): number => Date.parse(text) / DAY_MS
const iso = (t: number): string => new Date(t / 1000).toISOString().slice(0, 16)

describe('instantOf', () => {
  it.each([
    ['New York in winter', '2026-01-07', 9 * 60 + 30, 'America/New_York', '2026-01-07T14:30'],
    ['New York in summer', '2026-07-01', 9 * 60 + 30, 'America/New_York', '2026-07-01T13:30'],
    ['the minute before clocks go forward', '2026-03-08', 119, 'America/New_York', '2026-03-08T06:59'],
    ['a time that is skipped is that moment', '2026-03-08', 150, 'America/New_York', '2026-03-08T07:00'],
    ['and so are the first of it and the one after', '2026-03-08', 120, 'America/New_York', '2026-03-08T07:00'],
    ['as is the time that they go on from', '2026-03-08', 180, 'America/New_York', '2026-03-08T07:00'],
    ['a time that comes twice is the first', '2026-11-01', 90, 'America/New_York', '2026-11-01T05:30'],
    ['the time that comes after both', '2026-11-01', 120, 'America/New_York', '2026-11-01T07:00'],
    ['London before its change', '2026-03-29', 59, 'Europe/London', '2026-03-29T00:59'],
    ['London when it skips', '2026-03-29', 75, 'Europe/London', '2026-03-29T01:00'],
    ['London on the day that has 25 hours', '2026-10-25', 90, 'Europe/London', '2026-10-25T00:30'],
    ['and after it', '2026-10-25', 120, 'Europe/London', '2026-10-25T02:00'],
    ['Tokyo, the UTC date before', '2026-07-01', 0, 'Asia/Tokyo', '2026-06-30T15:00'],
    ['the end of a day', '2026-12-31', MINUTES_PER_DAY, 'UTC', '2027-01-01T00:00'],
  ] as const)('%s', (_name, date, minutes, zone, expected) => {
    expect(iso(instantOf(dayOf(date), minutes, zone))).toBe(expected)
  })

  // the days of changes among any others
  const day = fc.oneof(
    fc.integer({ min: dayOf('2007-03-12'), max: dayOf('2037-12-30') }),
    fc.constantFrom(...['2026-03-08', '2026-11-01', '2026-03-29', '2026-10-25'].map(dayOf)),
  )
  const minute = fc.integer({ min: 0, max: MINUTES_PER_DAY - 1 })

  it.each(TIME_ZONES)('agrees with the time zone database in %s', (timeZone) => {
    const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
    fc.assert(
      fc.property(day, minute, (date, minutes) => {
        const local = new Date(date * DAY_MS + minutes * 60_000).toISOString().slice(0, 16).replace('T', ' ')
        const shown = clock.format(instantOf(date, minutes, timeZone) / 1000)
        // clocks do not show a time that is skipped, but the one that they go on from
        const isSkipped = weekdayOf(date) === 0 && shown > local && shown.slice(0, 10) === local.slice(0, 10)
        if (!isSkipped) expect(shown).toBe(local)
        else expect(shown.slice(11)).toBe(timeZone === 'Europe/London' ? '02:00' : '03:00')
      }),
    )
  })

  it.each(TIME_ZONES)('is never earlier for a later time in %s', (zone) => {
    fc.assert(
      fc.property(day, minute, fc.integer({ min: 1, max: 200 }), (date, minutes, later) => {
        expect(instantOf(date, minutes + later, zone)).toBeGreaterThanOrEqual(instantOf(date, minutes, zone))
        expect(instantOf(date, MINUTES_PER_DAY, zone)).toBe(instantOf(date + 1, 0, zone))
      }),
      { numRuns: 1_000 },
    )
  })
})

it('knows the year and the weekday of a date', () => {
  fc.assert(
    fc.property(fc.integer({ min: -50_000, max: 100_000 }), (date) => {
      const exact = new Date(date * DAY_MS)
      expect([yearOf(date), weekdayOf(date)]).toEqual([exact.getUTCFullYear(), exact.getUTCDay()])
    }),
  )
})
