/** Pictures of the day: volume, spread and volatility by the hour, UTC. */

import { MICROS_PER_SECOND } from '@tapedeck/protocol'
import { numberText } from '../acceptance/verdict-text.ts'
import { sumsPerInterval } from '../measures/arrivals.ts'
import { mean } from '../measures/moments.ts'
import { known, logReturns } from '../measures/returns.ts'
import type { Picture } from './picture.ts'
import { linearScale, type Scale } from './scale.ts'
import { DAY_SECONDS, type Study } from './study.ts'
import type { Point } from './svg.ts'

const MINUTE = 60
const HALF_HOUR = 1_800
const HALF_HOURS_PER_DAY = DAY_SECONDS / HALF_HOUR

/** Volume by time of day. */
export function seasonPicture({ observation }: Study): Picture {
  const { start, orders, seconds } = observation
  const offset = (start / MICROS_PER_SECOND) % DAY_SECONDS
  const sums = sumsPerInterval(
    orders.times.map((time) => (time + offset) % DAY_SECONDS),
    orders.sizes,
    HALF_HOUR,
    DAY_SECONDS,
  )
  const total = sums.reduce((sum, volume) => sum + volume, 0)
  const bars = Array.from(sums, (volume, i) => ({ x: (i + 0.5) / 2, y: (100 * volume) / total }))
  const open = bars.filter(({ y }) => y > 0.05)
  const even = 100 / Math.max(1, open.length)
  const busiest = bars.reduce((most, bar) => (bar.y > most.y ? bar : most), { x: 0, y: 0 })
  return {
    title: 'Volume through the day',
    key: [
      { kind: 'bars', of: 'ours', text: 'share of the day’s volume' },
      { kind: 'line', of: 'reference', text: 'if it were even' },
    ],
    charts: [
      {
        frame: {
          height: 300,
          x: { scale: hoursOf(open), title: 'hour of the day, UTC' },
          y: { scale: linearScale(0, busiest.y, 5), title: '% per half hour' },
          meaning: 'Share of volume by half hour of the day',
        },
        marks: [
          { kind: 'bars', of: 'ours', data: bars, width: 0.42 },
          { kind: 'level', of: 'reference', y: even },
        ],
      },
    ],
    caption: `Over ${numberText(seconds / DAY_SECONDS)} days, ${open.length} of ${HALF_HOURS_PER_DAY} half hours have trades; the busiest begins at ${clockText(busiest.x - 0.25)}.`,
  }
}

/** The hours of the day that points are of, which are half hours apart, with a tick every hour or every few. */
function hoursOf(points: readonly Point[]): Scale {
  const from = Math.floor(Math.min(24, ...points.map(({ x }) => x)))
  const to = Math.ceil(Math.max(0, ...points.map(({ x }) => x)))
  const every = to - from > 12 ? 4 : 1
  const ticks = Array.from({ length: to - from + 1 }, (_, i) => from + i).filter((hour) => hour % every === 0)
  return { ...linearScale(from, to, 6, false), ticks: ticks.map((value) => ({ value, text: String(value) })) }
}

function clockText(hour: number): string {
  const minutes = Math.round(hour * 60)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** The spread and volatility by time of day, each over its mean. */
export function dayPicture({ observation }: Study): Picture {
  const { spread, mids, start } = observation
  const startSeconds = start / MICROS_PER_SECOND
  const magnitudes = logReturns(mids, MINUTE).map(Math.abs)
  const relative = (values: Float64Array): readonly Point[] => {
    const centre = mean(known(values))
    return meansByHalfHour(values, startSeconds).map(({ x, y }) => ({ x, y: y / centre }))
  }
  const spreads = relative(spread.byMinute)
  const volatilities = relative(magnitudes)
  const all = [...spreads, ...volatilities].map(({ y }) => y)
  return {
    title: 'Spread and volatility through the day',
    key: [
      { kind: 'line', of: 'ours', text: 'spread' },
      { kind: 'line', of: 'other', text: '|r|, 1 min' },
    ],
    charts: [
      {
        frame: {
          height: 300,
          x: { scale: hoursOf(spreads), title: 'hour of the day, UTC' },
          y: { scale: linearScale(0, Math.max(1.5, ...all), 5), title: 'over its mean' },
          meaning: 'Mean spread and mean size of returns by half hour of the day',
        },
        marks: [
          { kind: 'level', of: 'noise', y: 1 },
          { kind: 'line', of: 'other', data: volatilities },
          { kind: 'line', of: 'ours', data: spreads },
        ],
      },
    ],
    caption: 'Means by half hour over all days, each over its own mean.',
  }
}

/** Means by half hour of the day of a minute-by-minute series; half hours without a number are left out. */
function meansByHalfHour(minutes: Float64Array, startSeconds: number): readonly Point[] {
  const sums = new Float64Array(HALF_HOURS_PER_DAY)
  const counts = new Float64Array(HALF_HOURS_PER_DAY)
  minutes.forEach((value, i) => {
    if (Number.isNaN(value)) return
    const halfHour = Math.floor(((startSeconds + i * MINUTE) % DAY_SECONDS) / HALF_HOUR)
    sums[halfHour] = (sums[halfHour] as number) + value
    counts[halfHour] = (counts[halfHour] as number) + 1
  })
  return Array.from(sums, (sum, i) => ({ x: (i + 0.5) / 2, y: sum / (counts[i] as number) })).filter(
    ({ y }) => !Number.isNaN(y),
  )
}
