import { describe, expect, it } from 'vitest'
import { crosshairLabel, markLabel, zoneShift } from './time-labels.ts'

const secondsAt = (iso: string): number => Date.parse(iso) / 1000
const utc = zoneShift('UTC')
const newYork = zoneShift('America/New_York')

describe('a label of the time axis', () => {
  it('is what the clocks of the zone show, summer and winter', () => {
    expect(markLabel(secondsAt('2026-01-05T14:30:00Z'), 'minute', '1m', newYork)).toBe('09:30')
    expect(markLabel(secondsAt('2026-07-06T14:30:00Z'), 'minute', '1m', newYork)).toBe('10:30')
    expect(markLabel(secondsAt('2026-01-05T14:30:05Z'), 'second', '5s', newYork)).toBe('09:30:05')
  })

  it('tells the date at midnight of the zone, and the time at that of UTC', () => {
    expect(markLabel(secondsAt('2026-01-05T00:00:00Z'), 'day', '1m', utc)).toBe('5 Jan')
    expect(markLabel(secondsAt('2026-01-05T00:00:00Z'), 'day', '1m', newYork)).toBe('19:00')
    expect(markLabel(secondsAt('2026-01-05T05:00:00Z'), 'minute', '1m', newYork)).toBe('5 Jan')
    expect(markLabel(secondsAt('2026-01-01T00:00:00Z'), 'year', '1h', utc)).toBe('2026')
  })

  it('tells the date at the first bar of a market that opens later than midnight', () => {
    expect(markLabel(secondsAt('2026-01-05T14:30:00Z'), 'day', '1h', utc)).toBe('5 Jan')
    expect(markLabel(secondsAt('2026-01-05T14:30:00Z'), 'day', '1h', newYork)).toBe('5 Jan')
    expect(markLabel(secondsAt('2026-01-05T02:00:00Z'), 'day', '1h', newYork)).toBe('21:00')
  })

  it('of days is a date in every zone', () => {
    expect(markLabel(secondsAt('2026-01-05T14:30:00Z'), 'day', '1d', newYork)).toBe('5 Jan')
    expect(markLabel(secondsAt('2026-02-02T05:00:00Z'), 'month', '1d', newYork)).toBe('Feb')
  })

  it('of the crosshair is as fine as the interval', () => {
    const at = secondsAt('2026-01-05T14:30:05Z')
    expect(crosshairLabel(at, '5s', newYork)).toBe('09:30:05')
    expect(crosshairLabel(at, '1m', newYork)).toBe('5 Jan 09:30')
    expect(crosshairLabel(at, '1d', utc)).toBe('5 Jan 2026 14:30')
  })
})
