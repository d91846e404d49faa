/** The calendars that instruments can name: the built-in ones and a user's own. */

import { TapedeckError, TIME_ZONES, TRADING_STATUSES } from '@tapedeck/protocol'
import { hint } from '../forms/nearest.ts'
import {
  minutesOf,
  ROUND_THE_CLOCK,
  WEEKDAYS,
  type Calendar,
  type CalendarDefinition,
  type DayPhase,
} from './calendar.ts'
import { dateIn, HALF_DAY_RULES, HOLIDAY_RULES, type HolidayRule } from './holidays.ts'
import { SessionCalendar } from './session-calendar.ts'

export type { CalendarDefinition } from './calendar.ts'

const ALL_DAY: readonly DayPhase[] = [{ status: 'trading', from: '00:00', to: '24:00' }]

const US_DAY: readonly DayPhase[] = [
  { status: 'pre-open', from: '09:00', to: '09:28' },
  { status: 'auction', from: '09:28', to: '09:30' },
  { status: 'trading', from: '09:30', to: '16:00' },
  { status: 'auction', from: '16:00', to: '16:02' },
]
const US_HALF_DAY: readonly DayPhase[] = [
  ...US_DAY.slice(0, 2),
  { status: 'trading', from: '09:30', to: '13:00' },
  { status: 'auction', from: '13:00', to: '13:02' },
]
const LONDON_DAY: readonly DayPhase[] = [
  { status: 'auction', from: '07:50', to: '08:00' },
  { status: 'trading', from: '08:00', to: '16:30' },
  { status: 'auction', from: '16:30', to: '16:35' },
]
const LONDON_HALF_DAY: readonly DayPhase[] = [
  ...LONDON_DAY.slice(0, 1),
  { status: 'trading', from: '08:00', to: '12:30' },
  { status: 'auction', from: '12:30', to: '12:35' },
]
/** A break of an hour, as contracts for difference on US indices have. */
const INDEX_DAY: readonly DayPhase[] = [
  { status: 'trading', from: '00:00', to: '17:00' },
  { status: 'trading', from: '18:00', to: '24:00' },
]

/** Built-in calendars besides `24/7`. */
export const CALENDARS: readonly CalendarDefinition[] = [
  {
    name: 'fx',
    timeZone: 'America/New_York',
    week: {
      sunday: [{ status: 'trading', from: '17:00', to: '24:00' }],
      ...onWeekdays(ALL_DAY),
      friday: [{ status: 'trading', from: '00:00', to: '17:00' }],
    },
    holidays: 'fx',
    halfDays: null,
  },
  {
    name: 'us-equity',
    timeZone: 'America/New_York',
    week: onWeekdays(US_DAY),
    holidays: 'us-equity',
    halfDays: { dates: 'of-rule', phases: US_HALF_DAY },
  },
  {
    name: 'lse',
    timeZone: 'Europe/London',
    week: onWeekdays(LONDON_DAY),
    holidays: 'london',
    halfDays: { dates: 'of-rule', phases: LONDON_HALF_DAY },
  },
  {
    name: 'us-index',
    timeZone: 'America/New_York',
    week: {
      sunday: [{ status: 'trading', from: '18:00', to: '24:00' }],
      ...onWeekdays(INDEX_DAY),
      friday: [{ status: 'trading', from: '00:00', to: '17:00' }],
    },
    holidays: 'us-equity',
    halfDays: null,
  },
]

/** Names of the built-in calendars. */
export const CALENDAR_NAMES: readonly string[] = [ROUND_THE_CLOCK.name, ...CALENDARS.map(({ name }) => name)]

/** The calendar of a name, among `more` and the built-in ones. Throws `BAD_CALENDAR` where there is none, or it is not valid. */
export function createCalendar(name: string, more: readonly CalendarDefinition[] = []): Calendar {
  if (name === ROUND_THE_CLOCK.name) return ROUND_THE_CLOCK
  const definition = [...more, ...CALENDARS].find((each) => each.name === name)
  if (definition !== undefined) return new SessionCalendar(checkCalendar(definition))
  const known = [...more.map((each) => each.name), ...CALENDAR_NAMES]
  throw new TapedeckError(
    'BAD_CALENDAR',
    `there is no calendar ${JSON.stringify(name)}${hint(name, known)} (known: ${known.join(', ')})`,
    { name, known },
  )
}

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/

/** Checks what types cannot say: times in order and not overlapping, known names. Throws `BAD_CALENDAR` naming the place. */
export function checkCalendar(definition: CalendarDefinition): CalendarDefinition {
  const { name, timeZone, week, holidays, halfDays } = definition
  const reject = (path: string, value: unknown, rule: string): never => {
    throw new TapedeckError('BAD_CALENDAR', `calendar ${name}: ${path} ${JSON.stringify(value)} ${rule}`, {
      calendar: name,
      path,
      value,
    })
  }
  if (!TIME_ZONES.includes(timeZone)) reject('timeZone', timeZone, `must be one of ${TIME_ZONES.join(', ')}`)
  const checkDates = (path: string, list: string | readonly string[], rules: readonly string[]): void => {
    if (typeof list === 'string') {
      if (!rules.includes(list)) reject(path, list, `must be one of ${rules.join(', ')}, or a list of dates`)
    } else
      for (const date of list) if (dateIn(date) === undefined) reject(path, date, 'must be a date such as 2026-12-25')
  }
  checkDates('holidays', holidays, HOLIDAY_RULES)
  if (halfDays !== null) checkDates('halfDays.dates', halfDays.dates, ['of-rule'])
  if (halfDays?.dates === 'of-rule' && !HALF_DAY_RULES.includes(holidays as HolidayRule)) {
    reject(
      'halfDays.dates',
      halfDays.dates,
      `needs holidays by a rule that has half days: ${HALF_DAY_RULES.join(', ')}`,
    )
  }
  const days = WEEKDAYS.map((weekday) => [`week.${weekday}`, week[weekday] ?? []] as const)
  for (const [path, phases] of [...days, ['halfDays.phases', halfDays?.phases ?? []] as const]) {
    let end = 0
    phases.forEach(({ status, from, to }, i) => {
      const place = `${path}[${i}]`
      if (!TRADING_STATUSES.includes(status))
        reject(`${place}.status`, status, `must be one of ${TRADING_STATUSES.join(', ')}`)
      for (const [key, time] of [
        ['from', from],
        ['to', to],
      ] as const) {
        if (!TIME.test(time)) reject(`${place}.${key}`, time, 'must be a time from 00:00 to 24:00')
      }
      if (minutesOf(from) < end) reject(`${place}.from`, from, 'must not be before the phase before it ends')
      end = minutesOf(to)
      if (end <= minutesOf(from)) reject(`${place}.to`, to, `must be after ${from}`)
    })
  }
  if (!days.some(([, phases]) => phases.some(({ status }) => status === 'trading'))) {
    reject('week', Object.keys(week), 'must have a phase of trading')
  }
  return definition
}

function onWeekdays(phases: readonly DayPhase[]): CalendarDefinition['week'] {
  return { monday: phases, tuesday: phases, wednesday: phases, thursday: phases, friday: phases }
}
