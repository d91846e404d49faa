import { micros, MICROS_PER_MINUTE, type Micros } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { createCalendar } from './calendars.ts'
import { createSeason } from './season.ts'

const at = (text: string): Micros => micros(Date.parse(text) * 1000)

/** Factors of each minute of trading in a week of January 2026, which ends on the eve of a holiday. */
function weekOf(profile: Parameters<typeof createSeason>[0], name: string): number[] {
  const calendar = createCalendar(name)
  const season = createSeason(profile, calendar)
  const factors: number[] = []
  for (let t = at('2026-01-12T00:00Z'); t < at('2026-01-19T00:00Z'); t = micros(t + MICROS_PER_MINUTE)) {
    if (calendar.phaseAt(t).status === 'trading') factors.push(season.factorAt(t))
  }
  return factors
}

describe('seasons', () => {
  it.each([
    ['flat', '24/7'],
    ['reverse-j', 'us-equity'],
    ['reverse-j', '24/7'],
    ['three-centres', '24/7'],
    ['daily-wave', '24/7'],
    ['three-centres', 'fx'],
    ['three-centres', 'us-index'],
    ['three-centres', 'lse'],
    ['daily-wave', 'fx'],
    ['daily-wave', 'us-equity'],
    ['reverse-j', 'lse'],
    ['reverse-j', 'us-index'],
  ] as const)('%s has a mean of 1 on %s', (profile, name) => {
    const factors = weekOf(profile, name)
    expect(factors.reduce((sum, factor) => sum + factor, 0) / factors.length).toBeCloseTo(1, 10)
    expect(Math.min(...factors)).toBeGreaterThan(0.1)
  })

  it('US shares are busiest at the open, then at the close, quietest at noon, and half days keep the shape', () => {
    const season = createSeason('reverse-j', createCalendar('us-equity'))
    const [open, noon, close] = ['14:30', '17:30', '20:59'].map((time) =>
      season.factorAt(at(`2026-01-12T${time}Z`)),
    ) as [number, number, number]
    expect(open).toBeGreaterThan(close)
    expect(close).toBeGreaterThan(1.3 * noon)
    const half = [season.factorAt(at('2026-11-27T14:30Z')), season.factorAt(at('2026-11-27T17:59Z'))]
    expect(half[0]).toBeGreaterThan(half[1] ?? Infinity)
    expect(half[1]).toBeGreaterThan(1)
  })

  it('the first and last half hour of a US day have the share of its activity that the formula gives', () => {
    const day = weekOf('reverse-j', 'us-equity').slice(0, 390)
    const share = [...day.slice(0, 30), ...day.slice(-30)].reduce((sum, factor) => sum + factor, 0) / 390
    const exact = (from: number, to: number): number =>
      to -
      from +
      40 * (Math.exp(-from / 25) - Math.exp(-to / 25)) +
      27 * (Math.exp((to - 390) / 30) - Math.exp((from - 390) / 30))
    expect(share).toBeCloseTo((exact(0, 30) + exact(360, 390)) / exact(0, 390), 3)
    expect(share).toBeGreaterThan((1.4 * 60) / 390)
  })

  it('coins are quieter at weekends, currencies busiest when London and New York are both at work', () => {
    const coins = createSeason('daily-wave', createCalendar('24/7'))
    expect(coins.factorAt(at('2026-01-17T15:00Z')) / coins.factorAt(at('2026-01-16T15:00Z'))).toBeCloseTo(0.7, 10)
    const fx = createSeason('three-centres', createCalendar('fx'))
    const hours = Array.from({ length: 24 }, (_, hour) =>
      fx.factorAt(at(`2026-01-14T${String(hour).padStart(2, '0')}:30Z`)),
    )
    expect(hours.indexOf(Math.max(...hours))).toBeGreaterThanOrEqual(12)
    expect(hours.indexOf(Math.max(...hours))).toBeLessThanOrEqual(16)
    expect(hours[21]).toBeLessThan(0.6)
  })
})
