/** The zod schema of a calendar of a user's own. */

import { TapedeckError, TIME_ZONES, TRADING_STATUSES } from '@tapedeck/protocol'
import { z } from 'zod'
import { WEEKDAYS, type CalendarDefinition } from '../calendar/calendar.ts'
import { CALENDAR_NAMES, checkCalendar } from '../calendar/calendars.ts'
import { HOLIDAY_RULES } from '../calendar/holidays.ts'
import { rangeOf, type Field, type Fields } from '../forms/field.ts'
import { objectSchema, strictObject } from '../forms/field-schema.ts'

/** The keys of a calendar. Those of week, holidays and half-days have schemas of their own. */
export const CALENDAR_FIELDS: Readonly<Record<keyof CalendarDefinition, Field>> = {
  name: {
    kind: 'text',
    most: 32,
    pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/,
    form: 'lower-case words with hyphens between them',
    meaning: 'What instruments call it.',
  },
  timeZone: { kind: 'choice', of: TIME_ZONES, meaning: 'The zone of its times.' },
  week: {
    kind: 'text',
    most: 7,
    form: 'a list of phases for each of `monday` to `sunday`',
    meaning: 'How usual days go. A day that is left out is closed, and so is what no phase covers.',
  },
  holidays: {
    kind: 'text',
    most: 1,
    form: `one of ${HOLIDAY_RULES.join(', ')}, or a list of dates such as 2026-12-25`,
    default: 'none',
    meaning: 'Days on which it is closed: those of a rule, or these.',
  },
  halfDays: {
    kind: 'text',
    most: 1,
    form: '`dates` ("of-rule", or a list of dates) and `phases`',
    orNull: true,
    default: null,
    meaning: 'Days that go otherwise, such as those that close early, and how they go.',
  },
}

/** The keys of a phase of a day. */
export const PHASE_FIELDS: Fields = {
  status: { kind: 'choice', of: TRADING_STATUSES, default: 'trading', meaning: 'The trading status.' },
  from: {
    kind: 'text',
    most: 5,
    form: 'a time from 00:00 to 24:00',
    meaning: 'When it begins, in the calendar’s zone.',
  },
  to: { kind: 'text', most: 5, form: 'a time from 00:00 to 24:00', meaning: 'When it ends.' },
}

const phases = z.array(objectSchema(PHASE_FIELDS), { error: 'must be a list of phases' })
const dates = z.array(z.string({ error: 'must be a date such as 2026-12-25' }))
const week = strictObject(Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, phases.exactOptional()])))

/** A calendar that can be created. */
export const calendarSchema: z.ZodType<CalendarDefinition> = objectSchema(CALENDAR_FIELDS)
  .extend({
    week,
    holidays: z
      .union([z.enum(HOLIDAY_RULES), dates], { error: `must be ${rangeOf(CALENDAR_FIELDS.holidays)}` })
      .default('none'),
    halfDays: strictObject({
      dates: z.union([z.literal('of-rule'), dates], {
        error: 'must be "of-rule" or a list of dates such as 2026-12-24',
      }),
      phases,
    })
      .nullable()
      .default(null),
  })
  .superRefine((value, context) => {
    const definition = value as unknown as CalendarDefinition
    if (CALENDAR_NAMES.includes(definition.name)) {
      context.addIssue({ code: 'custom', path: ['name'], message: 'is a built-in calendar: take another name' })
      return
    }
    try {
      checkCalendar(definition)
    } catch (thrown) {
      if (!(thrown instanceof TapedeckError)) throw thrown
      const path = String(thrown.details.path)
      const said = `calendar ${definition.name}: ${path} ${JSON.stringify(thrown.details.value)} `
      context.addIssue({ code: 'custom', path: partsOf(path), message: thrown.message.replace(said, '') })
    }
  }) as unknown as z.ZodType<CalendarDefinition>

/** `week.monday[0].from` in its parts. */
function partsOf(path: string): (string | number)[] {
  return [...path.matchAll(/[^.[\]]+/g)].map(([part]) => (/^\d+$/.test(part) ? Number(part) : part))
}
