/** Scenarios of the catalogue about the calendar: each starts a tape shortly before something that happens by itself. */

import type { ScenarioInput } from '../input.ts'

export const CALENDAR_SCENARIOS: readonly ScenarioInput[] = [
  {
    // in 2026 New York changes its clocks three weeks before Europe: charts that add a fixed offset are off by an hour
    name: 'dst-spring',
    title: 'A minute before New York puts its clocks forward: after 01:59:59 comes 03:00:00.',
    start: '2026-03-08T06:59:00Z',
  },
  {
    name: 'dst-autumn',
    title: 'A minute before New York puts its clocks back: the hour from 01:00:00 comes twice.',
    start: '2026-11-01T05:59:00Z',
  },
  {
    name: 'dst-europe',
    title: 'A minute before Europe puts its clocks forward, three weeks after New York.',
    start: '2026-03-29T00:59:00Z',
  },
  {
    name: 'weekend',
    title: 'A minute before the currencies close for the weekend, on Friday at 17:00 in New York; crypto goes on.',
    start: '2026-01-09T21:59:00Z',
    calendar: 'real',
  },
  {
    name: 'holiday',
    title: 'A minute before the shares would open on Thanksgiving Day: they stay closed.',
    start: '2026-11-26T14:29:00Z',
    calendar: 'real',
  },
  {
    name: 'half-day',
    title: 'A minute before the shares close early, at 13:00 on the day after Thanksgiving.',
    start: '2026-11-27T17:59:00Z',
    calendar: 'real',
  },
]
