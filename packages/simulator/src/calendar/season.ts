/** How activity goes through the day: 1 on average over the trading of a usual week. The shapes are published, the numbers are our choice. */

import { micros, MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE, weekdayOf, type Micros } from '@tapedeck/protocol'
import { dexp } from '../arithmetic/elementary.ts'
import type { SeasonName } from '../instruments/simulated-instrument.ts'
import { ROUND_THE_CLOCK, type Calendar } from './calendar.ts'

export interface Season {
  /** How many times as busy as on average a minute is; the same for the whole of it. */
  factorAt(t: Micros): number
}

const MINUTES_PER_DAY = 1_440
/** With longer sessions trading does not stop for the night, and no open or close is busier than the rest. */
const LONGEST_SESSION_MICROS = 16 * MICROS_PER_HOUR

/** The season of a profile on a calendar. */
export function createSeason(profile: SeasonName, calendar: Calendar): Season {
  switch (profile) {
    case 'flat':
      return FLAT
    case 'reverse-j':
      return calendar.usualWeek.some(({ from, to }) => to - from > LONGEST_SESSION_MICROS)
        ? FLAT
        : new ReverseJ(calendar)
    case 'three-centres':
      return within(calendar, THREE_CENTRES)
    case 'daily-wave':
      return within(calendar, DAILY_WAVE)
  }
}

const FLAT: Season = { factorAt: () => 1 }

/** A season whose mean is 1 over all of a week, scaled so that it is 1 over the trading of one. */
function within(calendar: Calendar, season: Season): Season {
  if (calendar === ROUND_THE_CLOCK) return season
  let minutes = 0
  let sum = 0
  for (const { from, to } of calendar.usualWeek) {
    for (let t = from; t < to; t = micros(t + MICROS_PER_MINUTE)) {
      minutes += 1
      sum += season.factorAt(t)
    }
  }
  const scale = minutes / sum
  return { factorAt: (t) => scale * season.factorAt(t) }
}

/**
 * The day of US shares: busiest at the open, quiet at noon, busy again at the close (Ozenbas 2008), by minute of a session as
 * long as it is.
 */
class ReverseJ implements Season {
  private readonly calendar: Calendar
  private readonly tables = new Map<number, Float64Array>()

  constructor(calendar: Calendar) {
    this.calendar = calendar
  }

  factorAt(t: Micros): number {
    const { status, from, to } = this.calendar.phaseAt(t)
    if (status !== 'trading' || to === null) return 1
    const minutes = Math.ceil((to - from) / MICROS_PER_MINUTE)
    let table = this.tables.get(minutes)
    if (table === undefined) {
      table = tableOf(minutes, (minute) => 1 + 1.6 * dexp(-minute / 25) + 0.9 * dexp(-(minutes - minute) / 30))
      this.tables.set(minutes, table)
    }
    return table[Math.floor((t - from) / MICROS_PER_MINUTE)] ?? 1
  }
}

/** Currencies: Tokyo, London and New York, each a hump, by minute of the UTC day. */
const THREE_CENTRES: Season = byMinute((minute) => {
  const hump = (height: number, peak: number, width: number): number => {
    const distance = Math.abs(minute - peak)
    const away = Math.min(distance, MINUTES_PER_DAY - distance) / width
    return height * dexp((-away * away) / 2)
  }
  return 0.25 + hump(0.6, 90, 120) + hump(1.1, 540, 130) + hump(1.4, 870, 130)
})

const WEEKEND = 0.7
const WEEK_MEAN = (5 + 2 * WEEKEND) / 7

/** Coins: a wave of a quarter up and down that is highest at 15:00 UTC, and less at weekends. */
const DAILY_WAVE: Season = {
  factorAt: (t) => {
    const weekday = weekdayOf(Math.floor(t / MICROS_PER_DAY))
    return (WAVE.factorAt(t) * (weekday === 0 || weekday === 6 ? WEEKEND : 1)) / WEEK_MEAN
  },
}

const WAVE: Season = byMinute((minute) => {
  const distance = Math.abs(minute - 15 * 60)
  const p = Math.min(distance, MINUTES_PER_DAY - distance) / (MINUTES_PER_DAY / 2)
  // from 1 to -1 without a corner at either end
  return 1 + 0.25 * (1 - 6 * p * p + 4 * p * p * p)
})

function byMinute(shape: (minute: number) => number): Season {
  const table = tableOf(MINUTES_PER_DAY, shape)
  return { factorAt: (t) => table[Math.floor(t / MICROS_PER_MINUTE) % MINUTES_PER_DAY] ?? 1 }
}

/** A shape at the middle of each minute, scaled so that its mean is 1. */
function tableOf(minutes: number, shape: (minute: number) => number): Float64Array {
  const table = Float64Array.from({ length: minutes }, (_, minute) => shape(minute + 0.5))
  let sum = 0
  for (const value of table) sum += value
  for (let minute = 0; minute < minutes; minute++) table[minute] = ((table[minute] ?? 0) * minutes) / sum
  return table
}
