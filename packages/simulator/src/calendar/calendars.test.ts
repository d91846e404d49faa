import { micros, MICROS_PER_HOUR, MICROS_PER_MINUTE, type Micros, type TimeZone } from '@tapedeck/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CalendarDefinition } from './calendar.ts'
import { CALENDAR_NAMES, CALENDARS, checkCalendar, createCalendar } from './calendars.ts'
import { specialDay, type HolidayRule } from './holidays.ts'

const at = (text: string): Micros => micros(Date.parse(text) * 1000)
const text = (t: number | null): string | null => (t === null ? null : new Date(t / 1000).toISOString().slice(0, 16))

function datesOf(rule: HolidayRule, year: number, kind: 'holiday' | 'half'): string[] {
  const dates: string[] = []
  for (let ms = Date.UTC(year, 0, 1); ms < Date.UTC(year + 1, 0, 1); ms += 86_400_000) {
    if (specialDay(rule, ms / 86_400_000)?.kind === kind) dates.push(new Date(ms).toISOString().slice(5, 10))
  }
  return dates
}

describe('holidays', () => {
  // as the exchange published them
  it.each([
    [2024, '01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25', '07-03 11-29 12-24'],
    [2025, '01-01 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25', '07-03 11-28 12-24'],
    [2026, '01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25', '11-27 12-24'],
    [2027, '01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24', '11-26'],
    [2022, '01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26', '11-25'],
  ])('of the New York Stock Exchange in %i', (year, holidays, halfDays) => {
    expect(datesOf('us-equity', year, 'holiday').join(' ')).toBe(holidays)
    expect(datesOf('us-equity', year, 'half').join(' ')).toBe(halfDays)
  })

  it.each([
    [2023, '01-02 04-07 04-10 05-01 05-29 08-28 12-25 12-26', '12-22 12-29'],
    [2025, '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26', '12-24 12-31'],
    [2026, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28', '12-24 12-31'],
    [2027, '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28', '12-24 12-31'],
    [2022, '01-03 04-15 04-18 05-02 05-30 08-29 12-26 12-27', '12-23 12-30'],
  ])('of England in %i', (year, holidays, halfDays) => {
    expect(datesOf('london', year, 'holiday').join(' ')).toBe(holidays)
    expect(datesOf('london', year, 'half').join(' ')).toBe(halfDays)
  })

  it('of the Juneteenth law begin with it', () => {
    expect(datesOf('us-equity', 2021, 'holiday').join(' ')).toBe(
      '01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24',
    )
  })
})

describe('phases', () => {
  it.each([
    ['us-equity', '2026-01-07T15:00Z', 'trading', '2026-01-07T14:30', '2026-01-07T21:00', 'continuous trading'],
    ['us-equity', '2026-01-07T14:29Z', 'auction', '2026-01-07T14:28', '2026-01-07T14:30', 'opening auction'],
    ['us-equity', '2026-01-07T21:01Z', 'auction', '2026-01-07T21:00', '2026-01-07T21:02', 'closing auction'],
    ['us-equity', '2026-01-07T22:00Z', 'closed', '2026-01-07T21:02', '2026-01-08T14:00', 'after hours'],
    ['us-equity', '2026-01-10T12:00Z', 'closed', '2026-01-09T21:02', '2026-01-12T14:00', 'weekend'],
    ['us-equity', '2026-11-26T15:00Z', 'closed', '2026-11-25T21:02', '2026-11-27T14:00', 'Thanksgiving Day'],
    ['us-equity', '2026-11-27T17:59Z', 'trading', '2026-11-27T14:30', '2026-11-27T18:00', 'continuous trading'],
    // US clocks go forward on 8 March and back on 1 November 2026
    ['us-equity', '2026-03-06T15:00Z', 'trading', '2026-03-06T14:30', '2026-03-06T21:00', 'continuous trading'],
    ['us-equity', '2026-03-09T14:00Z', 'trading', '2026-03-09T13:30', '2026-03-09T20:00', 'continuous trading'],
    ['us-equity', '2026-11-02T15:00Z', 'trading', '2026-11-02T14:30', '2026-11-02T21:00', 'continuous trading'],
    ['us-equity', '2026-10-30T14:00Z', 'trading', '2026-10-30T13:30', '2026-10-30T20:00', 'continuous trading'],
    ['us-equity', '2026-11-27T18:01Z', 'auction', '2026-11-27T18:00', '2026-11-27T18:02', 'closing auction'],
    ['us-equity', '2026-07-04T15:00Z', 'closed', '2026-07-02T20:02', '2026-07-06T13:00', 'Independence Day'],
    ['us-equity', '2026-01-07T14:05Z', 'pre-open', '2026-01-07T14:00', '2026-01-07T14:28', 'before the open'],
    ['lse', '2026-01-07T07:55Z', 'auction', '2026-01-07T07:50', '2026-01-07T08:00', 'opening auction'],
    ['lse', '2026-01-07T16:31Z', 'auction', '2026-01-07T16:30', '2026-01-07T16:35', 'closing auction'],
    ['lse', '2026-12-24T12:29Z', 'trading', '2026-12-24T08:00', '2026-12-24T12:30', 'continuous trading'],
    ['lse', '2026-10-23T09:00Z', 'trading', '2026-10-23T07:00', '2026-10-23T15:30', 'continuous trading'],
    ['lse', '2026-10-26T09:00Z', 'trading', '2026-10-26T08:00', '2026-10-26T16:30', 'continuous trading'],
    ['lse', '2026-03-27T09:00Z', 'trading', '2026-03-27T08:00', '2026-03-27T16:30', 'continuous trading'],
    ['lse', '2026-03-30T09:00Z', 'trading', '2026-03-30T07:00', '2026-03-30T15:30', 'continuous trading'],
    ['fx', '2026-01-07T12:00Z', 'trading', '2026-01-04T22:00', '2026-01-09T22:00', 'continuous trading'],
    ['fx', '2026-03-07T12:00Z', 'closed', '2026-03-06T22:00', '2026-03-08T21:00', 'weekend'],
    ['fx', '2025-12-25T12:00Z', 'closed', '2025-12-25T05:00', '2025-12-26T05:00', 'Christmas Day'],
    ['fx', '2026-10-31T12:00Z', 'closed', '2026-10-30T21:00', '2026-11-01T22:00', 'weekend'],
    ['us-index', '2026-01-07T22:30Z', 'closed', '2026-01-07T22:00', '2026-01-07T23:00', 'daily break'],
    ['us-index', '2026-01-07T12:00Z', 'trading', '2026-01-06T23:00', '2026-01-07T22:00', 'continuous trading'],
    ['us-index', '2026-03-07T12:00Z', 'closed', '2026-03-06T22:00', '2026-03-08T22:00', 'weekend'],
    ['us-index', '2026-11-26T12:00Z', 'closed', '2026-11-26T05:00', '2026-11-27T05:00', 'Thanksgiving Day'],
    ['24/7', '2026-11-26T12:00Z', 'trading', '1970-01-01T00:00', null, 'always open'],
  ])('of %s at %s', (name, t, status, from, to, reason) => {
    const phase = createCalendar(name).phaseAt(at(t))
    expect([phase.status, text(phase.from), text(phase.to), phase.reason]).toEqual([status, from, to, reason])
  })

  it.each(CALENDARS.map(({ name }) => name))('of %s cover time without a hole, forwards as backwards', (name) => {
    const instant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2032, 0, 1) })
    fc.assert(
      fc.property(instant, (ms) => {
        const forwards = createCalendar(name)
        const backwards = createCalendar(name)
        const begun = micros(ms * 1000)
        const list = [forwards.phaseAt(begun)]
        for (let n = 0; n < 12; n++) list.push(forwards.phaseAt(list.at(-1)?.to ?? begun))
        for (let i = list.length - 1; i >= 0; i--) {
          const phase = list[i]
          expect(backwards.phaseAt(micros((phase?.to ?? 0) - 1))).toEqual(phase)
          if (i === 0) continue
          expect(list[i - 1]?.to).toBe(phase?.from)
          expect(list[i - 1]?.status).not.toBe(phase?.status)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('is quick near what was asked before', () => {
    const calendar = createCalendar('us-equity')
    let trading = 0
    for (let t = at('2026-01-12T00:00Z'); t < at('2026-01-17T00:00Z'); t = micros(t + MICROS_PER_MINUTE)) {
      if (calendar.phaseAt(t).status === 'trading') trading += MICROS_PER_MINUTE
    }
    expect(trading).toBe(5 * 6.5 * MICROS_PER_HOUR)
    expect(calendar.tradingSecondsPerDay).toBe(23_400)
  })
})

describe('a calendar of a user', () => {
  const own: CalendarDefinition = {
    name: 'mine',
    timeZone: 'Europe/London',
    week: { monday: [{ status: 'trading', from: '10:00', to: '11:00' }] },
    holidays: ['2026-06-08'],
    halfDays: { dates: ['2026-06-15'], phases: [{ status: 'trading', from: '10:00', to: '10:30' }] },
  }

  it('has its own days', () => {
    const calendar = createCalendar('mine', [own])
    expect(text(calendar.phaseAt(at('2026-06-02T00:00Z')).to)).toBe('2026-06-15T09:00')
    expect(text(calendar.phaseAt(at('2026-06-15T09:10Z')).to)).toBe('2026-06-15T09:30')
  })

  const monday = (from: string, to: string) => ({ week: { monday: [{ status: 'trading' as const, from, to }] } })
  it.each([
    [{ ...monday('10:00', '09:00') }, /calendar mine: week.monday\[0\].to "09:00" must be after 10:00/],
    [{ ...monday('25:00', '26:00') }, /week.monday\[0\].from "25:00" must be a time from 00:00 to 24:00/],
    [{ week: {} }, /week \[\] must have a phase of trading/],
    [{ holidays: ['2026-13-01'] }, /holidays "2026-13-01" must be a date such as/],
    [{ holidays: ['2027-02-29'] }, /holidays "2027-02-29" must be a date such as/],
    [{ holidays: ['25-12-2026'] }, /holidays "25-12-2026" must be a date such as/],
    [{ timeZone: 'Mars' as TimeZone }, /timeZone "Mars" must be one of UTC, /],
    [
      { holidays: 'fx' as const, halfDays: { dates: 'of-rule' as const, phases: [] } },
      /halfDays.dates "of-rule" needs holidays by a rule that has half days: us-equity, london/,
    ],
    [{ holidays: 'nyse' as HolidayRule }, /holidays "nyse" must be one of none, us-equity, london, fx/],
    [
      { week: { monday: [...(own.week.monday ?? []), { status: 'auction' as const, from: '10:30', to: '12:00' }] } },
      /week.monday\[1\].from "10:30" must not be before/,
    ],
  ])('is refused with %j', (change, message) => {
    expect(() => checkCalendar({ ...own, ...change })).toThrow(message)
  })

  it('has to be there', () => {
    expect(() => createCalendar('us-equty')).toThrow(/no calendar "us-equty".*us-equity/)
    expect(CALENDAR_NAMES).toContain('24/7')
  })
})
