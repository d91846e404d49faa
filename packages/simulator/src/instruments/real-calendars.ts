/** Instruments on the calendars of their venues, in place of round the clock. */

import type { Instrument } from '@tapedeck/protocol'
import { ROUND_THE_CLOCK } from '../calendar/calendar.ts'
import { INSTRUMENT_CLASSES, type InstrumentClass } from './classes.ts'
import type { SimulatedInstrument } from './simulated-instrument.ts'

/** The class that says where instruments of a kind trade, and how much comes with the open. */
const VENUES: Readonly<Record<Instrument['assetClass'], InstrumentClass>> = {
  crypto: INSTRUMENT_CLASSES.crypto,
  fx: INSTRUMENT_CLASSES['fx-major'],
  equity: INSTRUMENT_CLASSES['us-equity'],
  index: INSTRUMENT_CLASSES.index,
}

/** The same instruments, each in its venue's hours; those that have a calendar of their own keep it. */
export function withRealCalendars(instruments: readonly SimulatedInstrument[]): readonly SimulatedInstrument[] {
  return instruments.map((simulated) => {
    const { instrument, parameters } = simulated
    const { realCalendar, overnightShare } = VENUES[instrument.assetClass]
    if (instrument.calendar !== ROUND_THE_CLOCK.name || realCalendar === ROUND_THE_CLOCK.name) return simulated
    return {
      instrument: { ...instrument, calendar: realCalendar },
      parameters: { ...parameters, overnightShare },
    }
  })
}
