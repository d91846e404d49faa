/** Pictures of trades: who takes, when they come, at what time of the day. */

import { MICROS_PER_SECOND } from '@tapedeck/protocol'
import { numberText } from '../acceptance/verdict-text.ts'
import { differences, sumsPerInterval } from '../measures/arrivals.ts'
import { autocorrelations, logSpacedLags } from '../measures/autocorrelation.ts'
import { mean } from '../measures/moments.ts'
import { tailPoints } from '../measures/power-law.ts'
import type { Picture } from './picture.ts'
import { linearScale, logScale } from './scale.ts'
import { DAY_SECONDS, type Study } from './study.ts'
import type { Point } from './svg.ts'

/** Lillo & Farmer 2004: exponents over stocks, and that of metaorders whose sizes have the index 1.5 (Lillo, Mike & Farmer 2005). */
const PUBLISHED_EXPONENTS = [0.36, 0.77] as const
const METAORDER_EXPONENT = 0.5
const ANCHOR_LAG = 10
const HALF_HOUR = 1_800
const HALF_HOURS_PER_DAY = DAY_SECONDS / HALF_HOUR

/** Buyers follow buyers for thousands of trades. */
export function signsPicture({ observation, measured }: Study): Picture {
  const { signs } = observation.orders
  const last = Math.max(20, Math.min(3_000, Math.floor(signs.length / 20)))
  const lags = logSpacedLags(1, last, 40)
  const values = autocorrelations(signs, lags)
  const noise = 1.96 / Math.sqrt(signs.length)
  const anchor = autocorrelations(signs, [ANCHOR_LAG])[0] ?? NaN
  const law = (exponent: number): readonly Point[] =>
    logSpacedLags(ANCHOR_LAG, last, 30).map((x) => ({ x, y: anchor * (x / ANCHOR_LAG) ** -exponent }))
  return {
    title: 'Memory of trade signs',
    key: [
      { kind: 'dots', of: 'ours', text: 'this market' },
      { kind: 'band', of: 'published', text: 'exponents of .36 to .77' },
      { kind: 'line', of: 'reference', text: '.5' },
    ],
    charts: [
      {
        frame: {
          height: 320,
          x: { scale: logScale(0.9, last * 1.1), title: 'lag, in market orders' },
          y: { scale: logScale(Math.min(noise, anchor / 30), 0.6), title: 'autocorrelation' },
          meaning: 'Autocorrelation of trade signs on logarithmic scales with the published range of exponents',
        },
        marks: [
          { kind: 'band', of: 'published', low: law(PUBLISHED_EXPONENTS[1]), high: law(PUBLISHED_EXPONENTS[0]) },
          { kind: 'line', of: 'reference', data: law(METAORDER_EXPONENT) },
          {
            kind: 'dots',
            of: 'ours',
            data: lags.map((x, i) => ({ x, y: values[i] ?? NaN })).filter(({ y }) => y > noise / 2),
            radius: 2.6,
          },
        ],
      },
    ],
    caption: `Large orders are worked in pieces. Exponent from lag 10 to 1000: ${numberText(measured.values.signDecay)}; published for shares in London: .6, from .36 to .77 (Lillo & Farmer 2004).`,
  }
}

/** Trades come in bursts. */
export function waitsPicture({ observation, measured }: Study): Picture {
  const waits = differences(observation.orders.times, observation.orders.firsts)
  const usual = mean(waits)
  const points = tailPoints(waits, 80).map(({ size, share }) => ({ x: size / usual, y: share }))
  const rarest = Math.min(...points.map(({ y }) => y))
  const least = 1e-3
  const most = Math.max(...points.map(({ x }) => x)) * 1.2
  const poisson = logSpaced(least, most, 120).map((x) => ({ x, y: Math.exp(-x) }))
  return {
    title: 'Waits between trades',
    key: [
      { kind: 'dots', of: 'ours', text: 'this market' },
      { kind: 'line', of: 'reference', text: 'Poisson' },
    ],
    charts: [
      {
        frame: {
          height: 320,
          x: { scale: logScale(least, most), title: 'wait, in mean waits' },
          y: { scale: logScale(rarest / 2, 1.2), title: 'share that is longer' },
          meaning: 'Share of waits between trades above a length on logarithmic scales beside a Poisson process',
        },
        marks: [
          { kind: 'line', of: 'reference', data: poisson.filter(({ y }) => y > rarest / 2) },
          { kind: 'dots', of: 'ours', data: points.filter(({ x }) => x >= least), radius: 2.4 },
        ],
      },
    ],
    caption: `Mean wait ${numberText(usual)} s, deviation over mean ${numberText(measured.values.waits)} (1 without memory). Of all trades ${numberText(100 * measured.values.branching)} % are brought about by others.`,
  }
}

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
          x: { scale: hours(), title: 'hour of the day, UTC' },
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

/** A day, with a tick every four hours. */
export function hours(): ReturnType<typeof linearScale> {
  const scale = linearScale(0, 24, 6, false)
  return { ...scale, ticks: [0, 4, 8, 12, 16, 20, 24].map((value) => ({ value, text: String(value) })) }
}

function clockText(hour: number): string {
  const minutes = Math.round(hour * 60)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

function logSpaced(from: number, to: number, count: number): readonly number[] {
  const step = Math.log(to / from) / (count - 1)
  return Array.from({ length: count }, (_, i) => from * Math.exp(step * i))
}
