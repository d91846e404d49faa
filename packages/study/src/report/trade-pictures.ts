/** Pictures of trades: who takes, and when they come. */

import { numberText } from '../acceptance/verdict-text.ts'
import { differences } from '../measures/arrivals.ts'
import { autocorrelations, logSpacedLags } from '../measures/autocorrelation.ts'
import { mean } from '../measures/moments.ts'
import { tailPoints } from '../measures/power-law.ts'
import type { Picture } from './picture.ts'
import { logScale } from './scale.ts'
import type { Study } from './study.ts'
import type { Point } from './svg.ts'

/** Lillo & Farmer 2004: exponents over stocks, and that of metaorders whose sizes have the index 1.5 (Lillo, Mike & Farmer 2005). */
const PUBLISHED_EXPONENTS = [0.36, 0.77] as const
const METAORDER_EXPONENT = 0.5
const ANCHOR_LAG = 10

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
      { kind: 'band', of: 'published', text: 'exponents of 0.36 to 0.77' },
      { kind: 'line', of: 'reference', text: '0.5' },
    ],
    charts: [
      {
        frame: {
          height: 320,
          x: { scale: logScale(0.9, last * 1.1), title: 'lag, in market orders' },
          y: { scale: logScale(Math.min(noise, anchor / 30), 1.6 * Math.max(...values)), title: 'autocorrelation' },
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
    caption: `Large orders are worked in pieces. Exponent from lag 10 to 1000: ${numberText(measured.values.signDecay)}; published for shares in London: 0.6, from 0.36 to 0.77 (Lillo & Farmer 2004).`,
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
    caption: `Mean wait ${numberText(usual)} s, deviation over mean ${numberText(measured.values.waits)} (1 without memory). By their counts, ${numberText(100 * measured.values.branching)} % of trades are brought about by others; a season and changing volatility make this too high.`,
  }
}

function logSpaced(from: number, to: number, count: number): readonly number[] {
  const step = Math.log(to / from) / (count - 1)
  return Array.from({ length: count }, (_, i) => from * Math.exp(step * i))
}
