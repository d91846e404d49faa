/** Calendars and seasons of a market's instruments: each made once, however many share it. */

import type { SimulatedInstrument } from '../instruments/simulated-instrument.ts'
import type { Calendar } from './calendar.ts'
import { createCalendar, type CalendarDefinition } from './calendars.ts'
import { createSeason, type Season } from './season.ts'

export interface Hours {
  readonly calendar: Calendar
  readonly season: Season
}

export class HoursTable {
  private readonly definitions: readonly CalendarDefinition[]
  private readonly known = new Map<string, Hours>()

  constructor(definitions: readonly CalendarDefinition[]) {
    this.definitions = definitions
  }

  /** When and how busily an instrument trades. Throws `BAD_CALENDAR` where its calendar is not known. */
  of({ instrument, parameters }: SimulatedInstrument): Hours {
    const key = `${parameters.season} ${instrument.calendar}`
    let hours = this.known.get(key)
    if (hours === undefined) {
      const calendar = createCalendar(instrument.calendar, this.definitions)
      hours = { calendar, season: createSeason(parameters.season, calendar) }
      this.known.set(key, hours)
    }
    return hours
  }
}
