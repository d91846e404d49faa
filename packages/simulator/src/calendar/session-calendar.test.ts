/** Calendars of any kind that a user may write, against a clock that goes minute by minute. */

import {
  micros,
  MICROS_PER_MINUTE,
  TIME_ZONES,
  TRADING_STATUSES,
  type Micros,
  type TimeZone,
  type TradingStatus,
} from '@tapedeck/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WEEKDAYS, type Calendar, type CalendarDefinition, type DayPhase, type Phase } from './calendar.ts'
import { createCalendar } from './calendars.ts'

const at = (text: string): Micros => micros(Date.parse(text) * 1000)
const text = (t: number | null): string | null => (t === null ? null : new Date(t / 1000).toISOString().slice(0, 16))

const ALL_DAY: readonly DayPhase[] = [{ status: 'trading', from: '00:00', to: '24:00' }]
const ALL_WEEK = Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, ALL_DAY]))
const calendarOf = (definition: Partial<CalendarDefinition>): Calendar =>
  createCalendar('own', [
    { name: 'own', timeZone: 'America/New_York', week: ALL_WEEK, holidays: 'none', halfDays: null, ...definition },
  ])
const phase = (status: TradingStatus, from: string, to: string): DayPhase => ({ status, from, to })

/** Phases from the one that holds a time on, as text. */
function phasesFrom(calendar: Calendar, begin: string, count: number): (string | null)[][] {
  const phases: (string | null)[][] = []
  for (let t: Micros | null = at(begin); t !== null && phases.length < count;) {
    const { status, from, to, reason }: Phase = calendar.phaseAt(t)
    phases.push([status, text(from), text(to), reason])
    t = to
  }
  return phases
}

describe('a calendar of a user', () => {
  it('that never closes is one phase', () => {
    expect(phasesFrom(calendarOf({}), '2026-06-01T12:00Z', 3)).toEqual([
      ['trading', '1970-01-01T00:00', null, 'continuous trading'],
    ])
  })

  it('that only closes on certain days is one phase up to each of them, and one ever after', () => {
    const calendar = calendarOf({ holidays: ['2027-12-25', '2025-12-25'] })
    const phases = [
      ['trading', '1970-01-01T00:00', '2025-12-25T05:00', 'continuous trading'],
      ['closed', '2025-12-25T05:00', '2025-12-26T05:00', 'holiday'],
      ['trading', '2025-12-26T05:00', '2027-12-25T05:00', 'continuous trading'],
      ['closed', '2027-12-25T05:00', '2027-12-26T05:00', 'holiday'],
      ['trading', '2027-12-26T05:00', null, 'continuous trading'],
    ]
    expect(phasesFrom(calendar, '2020-06-01T12:00Z', 9)).toEqual(phases)
    expect(phasesFrom(calendar, '2026-06-01T12:00Z', 9)).toEqual(phases.slice(2))
    expect(phasesFrom(calendar, '2040-06-01T12:00Z', 9)).toEqual(phases.slice(4))
  })

  it('opens again after a closure of months', () => {
    const mondays = Array.from({ length: 30 }, (_, week) =>
      new Date(Date.UTC(2026, 5, 8 + 7 * week)).toISOString().slice(0, 10),
    )
    const calendar = calendarOf({ week: { monday: [phase('trading', '10:00', '11:00')] }, holidays: mondays })
    expect(phasesFrom(calendar, '2026-06-01T14:00Z', 3)).toEqual([
      ['trading', '2026-06-01T14:00', '2026-06-01T15:00', 'continuous trading'],
      ['closed', '2026-06-01T15:00', '2027-01-04T15:00', 'holiday'],
      ['trading', '2027-01-04T15:00', '2027-01-04T16:00', 'continuous trading'],
    ])
  })

  it('may say that it is closed', () => {
    const monday = [
      phase('trading', '09:00', '12:00'),
      phase('closed', '12:00', '13:00'),
      phase('auction', '13:00', '13:05'),
      phase('trading', '13:05', '16:00'),
      phase('auction', '16:00', '16:05'),
      phase('closed', '16:05', '18:00'),
    ]
    expect(phasesFrom(calendarOf({ week: { monday, tuesday: monday } }), '2026-06-01T14:30Z', 6)).toEqual([
      ['trading', '2026-06-01T13:00', '2026-06-01T16:00', 'continuous trading'],
      ['closed', '2026-06-01T16:00', '2026-06-01T17:00', 'daily break'],
      ['auction', '2026-06-01T17:00', '2026-06-01T17:05', 'intraday auction'],
      ['trading', '2026-06-01T17:05', '2026-06-01T20:00', 'continuous trading'],
      ['auction', '2026-06-01T20:00', '2026-06-01T20:05', 'closing auction'],
      ['closed', '2026-06-01T20:05', '2026-06-02T13:00', 'after hours'],
    ])
  })

  it('has what clocks skip in no time, and what comes twice for longer', () => {
    const sunday = [
      phase('trading', '00:00', '01:50'),
      phase('auction', '01:50', '02:10'),
      phase('halted', '02:10', '02:50'),
      phase('trading', '02:50', '24:00'),
    ]
    const calendar = calendarOf({ week: { sunday } })
    expect(phasesFrom(calendar, '2026-03-08T05:00Z', 3)).toEqual([
      ['trading', '2026-03-08T05:00', '2026-03-08T06:50', 'continuous trading'],
      ['auction', '2026-03-08T06:50', '2026-03-08T07:00', 'intraday auction'],
      ['trading', '2026-03-08T07:00', '2026-03-09T04:00', 'continuous trading'],
    ])
    expect(phasesFrom(calendar, '2026-11-01T05:00Z', 3)).toEqual([
      ['trading', '2026-11-01T04:00', '2026-11-01T05:50', 'continuous trading'],
      ['auction', '2026-11-01T05:50', '2026-11-01T07:10', 'intraday auction'],
      ['halted', '2026-11-01T07:10', '2026-11-01T07:50', 'halted'],
    ])
  })

  it('has a usual week', () => {
    const week = {
      monday: [
        phase('auction', '08:50', '09:00'),
        phase('trading', '09:00', '10:00'),
        phase('trading', '22:00', '24:00'),
      ],
      tuesday: [phase('trading', '00:00', '02:00')],
    }
    const { usualWeek } = calendarOf({ timeZone: 'Asia/Tokyo', week, holidays: ['2026-01-12'] })
    expect(usualWeek.map(({ from, to }) => [text(from), text(to)])).toEqual([
      ['2026-01-12T00:00', '2026-01-12T01:00'],
      ['2026-01-12T13:00', '2026-01-12T17:00'],
    ])
  })
})

/** Phases of a day between times of a day, which leave out some of what lies between. */
const dayArbitrary = fc
  .uniqueArray(fc.integer({ min: 0, max: 1_440 }), { minLength: 2, maxLength: 7 })
  .chain((minutes) => {
    const times = minutes
      .toSorted((one, other) => one - other)
      .map((n) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`)
    return fc
      .array(fc.constantFrom(...TRADING_STATUSES, null), { minLength: times.length - 1, maxLength: times.length - 1 })
      .map((statuses) =>
        statuses.flatMap((status, i) =>
          status === null ? [] : [phase(status, times[i] ?? '00:00', times[i + 1] ?? '24:00')],
        ),
      )
  })
const anyDay = fc.oneof(dayArbitrary, fc.constant(ALL_DAY), fc.constant([]))
/** About the changes of clocks in 2026, and the ends of years. */
const anyDate = fc
  .constantFrom('2026-03-06', '2026-03-27', '2026-10-23', '2026-10-30', '2026-12-29')
  .chain((from) => fc.integer({ min: 0, max: 6 }).map((days) => Date.parse(from) + days * 86_400_000))
const anyDateText = anyDate.map((ms) => new Date(ms).toISOString().slice(0, 10))
const anyDefinition: fc.Arbitrary<CalendarDefinition> = fc
  .record({
    timeZone: fc.constantFrom(...TIME_ZONES),
    days: fc.tuple(anyDay, anyDay, anyDay, anyDay, anyDay, anyDay),
    holidays: fc.array(anyDateText, { maxLength: 4 }),
    dates: fc.array(anyDateText, { maxLength: 2 }),
    phases: anyDay,
  })
  .map(({ timeZone, days, holidays, dates, phases }) => ({
    name: 'own',
    timeZone,
    // a day of trading at least
    week: Object.fromEntries(WEEKDAYS.map((weekday, i) => [weekday, days[i] ?? ALL_DAY])),
    holidays,
    halfDays: dates.length === 0 ? null : { dates, phases },
  }))

/** The status of an instant by what the clocks show, with no rule of ours. */
function statusShown({ timeZone, week, holidays, halfDays }: CalendarDefinition, ms: number): TradingStatus {
  const shown = clocks[timeZone].format(ms)
  const [date = '', time = ''] = shown.split(' ')
  if (holidays.includes(date)) return 'closed'
  const weekday = WEEKDAYS[new Date(`${date}T00:00Z`).getUTCDay()] ?? 'sunday'
  const usual = week[weekday] ?? []
  const phases = halfDays?.dates.includes(date) === true && usual.length > 0 ? halfDays.phases : usual
  return phases.find(({ from, to }) => from <= time && time < to)?.status ?? 'closed'
}
const clocks = Object.fromEntries(
  TIME_ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }),
  ]),
) as Readonly<Record<TimeZone, Intl.DateTimeFormat>>

/** Hours in which clocks show again what they have shown: there a phase lasts until its end is shown for good. */
const isShownAgain = (ms: number): boolean =>
  [Date.UTC(2026, 10, 1, 5), Date.UTC(2026, 9, 25, 0)].some((from) => ms >= from && ms < from + 2 * 3_600_000)

describe('any calendar', () => {
  it('has at every minute the status that its clocks say', () => {
    fc.assert(
      fc.property(anyDefinition, anyDate, (definition, begin) => {
        const calendar = createCalendar('own', [definition])
        for (let ms = begin; ms < begin + 2 * 86_400_000; ms += 11 * 60_000) {
          if (isShownAgain(ms)) continue
          const { status } = calendar.phaseAt(micros(ms * 1000))
          const shown = statusShown(definition, ms)
          if (status !== shown) expect.fail(`${text(ms * 1000)} is ${status}, clocks say ${shown}`)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('has phases without a hole, none like the one before, the same wherever in them and in whichever order one asks', () => {
    fc.assert(
      fc.property(anyDefinition, anyDate, (definition, begin) => {
        const forwards = createCalendar('own', [definition])
        const backwards = createCalendar('own', [definition])
        const phases = [forwards.phaseAt(micros(begin * 1000))]
        for (let to = phases[0]?.to; to !== null && to !== undefined && phases.length < 15; to = phases.at(-1)?.to) {
          phases.push(forwards.phaseAt(to))
        }
        for (const [i, { status, from, to }] of [...phases.entries()].reverse()) {
          if (to !== null) {
            expect(to).toBeGreaterThan(from)
            expect(backwards.phaseAt(micros(to - 1))).toEqual(phases[i])
            expect(backwards.phaseAt(micros(Math.floor((from + to) / 2)))).toEqual(phases[i])
          }
          expect(createCalendar('own', [definition]).phaseAt(from)).toEqual(phases[i])
          const before = phases[i - 1]
          if (before === undefined) continue
          expect(before.to).toBe(from)
          expect(before.status).not.toBe(status)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('trades as long in a usual week as in one of January', () => {
    fc.assert(
      fc.property(anyDefinition, (definition) => {
        const calendar = createCalendar('own', [definition])
        let trading = 0
        for (let t = at('2026-01-11T00:00Z'); t < at('2026-01-18T00:00Z'); t = micros(t + MICROS_PER_MINUTE)) {
          if (calendar.phaseAt(t).status === 'trading') trading += MICROS_PER_MINUTE
        }
        expect(calendar.usualWeek.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(trading)
      }),
      { numRuns: 20 },
    )
  })
})
