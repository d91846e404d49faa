import { expect, it } from 'vitest'
import { DEFAULT_INSTRUMENTS } from './default-instruments.ts'
import { withRealCalendars } from './real-calendars.ts'
import { checkSimulated, type SimulatedInstrument } from './simulated-instrument.ts'

const bySymbol = (instruments: readonly SimulatedInstrument[], symbol: string): SimulatedInstrument => {
  const found = instruments.find(({ instrument }) => instrument.symbol === symbol)
  if (found === undefined) throw new Error(`no ${symbol}`)
  return found
}

it.each([
  ['BTC-USD', '24/7', 0],
  ['EUR-USD', 'fx', 0.05],
  ['AAPL', 'us-equity', 0.25],
  ['SPX-CFD', 'us-index', 0.05],
])('%s trades on the calendar %s and gaps by a share of %d', (symbol, calendar, overnightShare) => {
  const real = bySymbol(withRealCalendars(DEFAULT_INSTRUMENTS), symbol)
  const before = bySymbol(DEFAULT_INSTRUMENTS, symbol)
  expect(checkSimulated(real)).toEqual({
    instrument: { ...before.instrument, calendar },
    parameters: { ...before.parameters, overnightShare },
  })
})

it('leaves a calendar that somebody chose', () => {
  const { instrument, parameters } = bySymbol(DEFAULT_INSTRUMENTS, 'AAPL')
  const own = { instrument: { ...instrument, calendar: 'my-hours' }, parameters }
  expect(withRealCalendars([own])).toEqual([own])
})
