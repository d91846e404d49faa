/** Pictures of returns: their distribution, their tails, their memory. */

import { DEUTSCHMARK_ABSOLUTE_RETURNS, SP500_RETURNS } from '../acceptance/published.ts'
import { numberText } from '../acceptance/verdict-text.ts'
import { autocorrelations, lagsUpTo, ljungBox, logSpacedLags } from '../measures/autocorrelation.ts'
import { deviation, mean, type Series } from '../measures/moments.ts'
import { tailPoints } from '../measures/power-law.ts'
import { logLogLine } from '../measures/relation.ts'
import { normalDensity, normalTail } from './normal.ts'
import type { Picture } from './picture.ts'
import { linearScale, logScale } from './scale.ts'
import type { Study } from './study.ts'
import type { Point } from './svg.ts'

const BIN = 0.4
const TAIL_POINTS = 70
const CURVE_LAGS = lagsUpTo(30)
/** The inverse cubic law. */
const CUBIC = 3

/** How often a return is how large, beside a normal distribution. */
export function distributionPicture({ sample, measured }: Study): Picture {
  const scaled = inDeviations(sample.minutes)
  const most = Math.min(
    25,
    scaled.reduce((so, z) => Math.max(so, Math.abs(z)), 0),
  )
  const bins = Math.ceil(most / BIN)
  const counts = new Float64Array(2 * bins + 1)
  for (const z of scaled) {
    const bin = Math.round(z / BIN) + bins
    if (bin >= 0 && bin < counts.length) counts[bin] = (counts[bin] as number) + 1
  }
  const densities = Array.from(counts, (count, i) => ({ x: (i - bins) * BIN, y: count / (scaled.length * BIN) }))
  const seen = densities.filter(({ y }) => y > 0)
  const floor = Math.min(...seen.map(({ y }) => y)) / 2
  const { values } = measured
  return {
    title: 'Returns of a minute',
    key: [
      { kind: 'dots', of: 'ours', text: 'this market' },
      { kind: 'line', of: 'reference', text: 'normal' },
    ],
    charts: [
      {
        frame: {
          height: 320,
          x: { scale: linearScale(-most, most, 6), title: 'return, in standard deviations' },
          y: { scale: logScale(floor, 2), title: 'density' },
          meaning: 'Density of one-minute returns on a logarithmic scale beside the normal one',
        },
        marks: [
          { kind: 'line', of: 'reference', data: curve(-5.5, 5.5, 90, normalDensity).filter(({ y }) => y > floor) },
          { kind: 'dots', of: 'ours', data: seen, radius: 2.4 },
        ],
      },
    ],
    caption: `Kurtosis ${numberText(values.kurtosisMinute)} over a minute, ${numberText(values.kurtosisFiveMinutes)} over five, ${numberText(values.kurtosisHour)} over an hour; 3 is normal.`,
  }
}

/** How rare large returns are. */
export function tailsPicture({ sample, measured }: Study): Picture {
  const minute = tailOf(sample.minutes)
  const fiveMinutes = tailOf(sample.fiveMinutes)
  const least = 0.3
  const most = Math.max(...minute.map(({ x }) => x), ...fiveMinutes.map(({ x }) => x)) * 1.2
  const rarest = Math.min(...minute.map(({ y }) => y))
  const anchor = minute.find(({ y }) => y <= 0.01) ?? { x: 3, y: 0.01 }
  const cubic = (x: number): number => 2 * anchor.y * (anchor.x / x) ** CUBIC
  return {
    title: 'Tails',
    key: [
      { kind: 'dots', of: 'ours', text: '1 min' },
      { kind: 'dots', of: 'other', text: '5 min' },
      { kind: 'line', of: 'published', text: 'slope −3 (Gopikrishnan et al. 1998)' },
      { kind: 'line', of: 'reference', text: 'normal' },
    ],
    charts: [
      {
        frame: {
          height: 320,
          x: { scale: logScale(least, most), title: 'size of the return, in standard deviations' },
          y: { scale: logScale(rarest / 2, 1), title: 'share that is larger' },
          meaning: 'Share of returns above a size, both on logarithmic scales, beside a power law of exponent 3',
        },
        marks: [
          { kind: 'line', of: 'reference', data: curve(least, 5.5, 80, normalTail).filter(({ y }) => y > rarest / 2) },
          {
            kind: 'line',
            of: 'published',
            data: curve(1.5, most, 2, cubic).filter(({ y }) => y > rarest / 2 && y < 1),
          },
          { kind: 'dots', of: 'other', data: fiveMinutes.filter(({ x }) => x >= least), radius: 2.2 },
          { kind: 'dots', of: 'ours', data: minute.filter(({ x }) => x >= least), radius: 2.2 },
        ],
      },
    ],
    caption: `Tail index by Hill: ${numberText(measured.values.hillMinute)} over a minute, ${numberText(measured.values.hillFiveMinutes)} over five.`,
  }
}

/** Returns forget, their magnitudes do not. */
export function memoryPicture({ sample }: Study): Picture {
  const returns = pointsAt(CURVE_LAGS, autocorrelations(sample.fiveMinutes, CURVE_LAGS))
  const magnitudes = pointsAt(CURVE_LAGS, autocorrelations(sample.fiveMinuteMagnitudes, CURVE_LAGS))
  const publishedLags = lagsUpTo(DEUTSCHMARK_ABSOLUTE_RETURNS.length)
  const noise = 1.96 / Math.sqrt(sample.fiveMinutes.length)
  const all = [...magnitudes, ...returns].map(({ y }) => y)
  return {
    title: 'Memory of returns and of their size',
    key: [
      { kind: 'dots', of: 'ours', text: '|r|' },
      { kind: 'dots', of: 'other', text: 'r' },
      { kind: 'dots', of: 'published', text: '|r|, DM-$' },
      { kind: 'dots', of: 'published hollow', text: 'r, S&P futures' },
    ],
    charts: [
      {
        frame: {
          height: 320,
          x: { scale: linearScale(0, CURVE_LAGS.length, 6), title: 'lag, in 5 minutes' },
          y: { scale: linearScale(Math.min(-0.05, ...all), Math.max(0.35, ...all), 6), title: 'autocorrelation' },
          meaning: 'Autocorrelation of 5-minute returns and of their magnitudes beside published points',
        },
        marks: [
          { kind: 'level', of: 'axis', y: 0 },
          { kind: 'level', of: 'noise', y: noise },
          { kind: 'level', of: 'noise', y: -noise },
          { kind: 'line', of: 'ours thin', data: magnitudes },
          { kind: 'dots', of: 'other', data: returns, radius: 2.2 },
          { kind: 'dots', of: 'ours', data: magnitudes, radius: 2.6 },
          { kind: 'dots', of: 'published hollow', data: pointsAt(publishedLags, SP500_RETURNS), radius: 2.6 },
          { kind: 'dots', of: 'published', data: pointsAt(publishedLags, DEUTSCHMARK_ABSOLUTE_RETURNS), radius: 3.2 },
        ],
      },
    ],
    caption: `Published points: Andersen & Bollerslev 1997, footnotes 14 and 15. Dashes: what chance alone would show. Ljung-Box over ten lags: ${numberText(ljungBox(sample.fiveMinutes, 10))} for r, ${numberText(ljungBox(sample.fiveMinuteMagnitudes, 10))} for |r|.`,
  }
}

/** The same memory on logarithmic scales. */
export function longMemoryPicture({ sample }: Study): Picture {
  const last = Math.min(1_500, Math.floor(sample.fiveMinutes.length / 8))
  const lags = logSpacedLags(1, Math.max(2, last), 40)
  const points = pointsAt(lags, autocorrelations(sample.fiveMinuteMagnitudes, lags))
  const noise = 1.96 / Math.sqrt(sample.fiveMinutes.length)
  // what chance could have made says nothing of a decay
  const sure = points.filter(({ y }) => y > noise)
  const { slope, intercept } = logLogLine(
    sure.map(({ x }) => x),
    sure.map(({ y }) => y),
  )
  return {
    title: 'How slowly volatility is forgotten',
    key: [
      { kind: 'dots', of: 'ours', text: '|r|, 5 min' },
      { kind: 'line', of: 'ours', text: `lag^${numberText(slope)}` },
      { kind: 'dots', of: 'published', text: 'DM-$' },
    ],
    charts: [
      {
        frame: {
          height: 320,
          x: { scale: logScale(0.9, Math.max(20, last) * 1.1), title: 'lag, in 5 minutes' },
          y: { scale: logScale(noise / 2, 0.6), title: 'autocorrelation' },
          meaning: 'Autocorrelation of magnitudes of 5-minute returns on logarithmic scales',
        },
        marks: [
          { kind: 'level', of: 'noise', y: noise },
          { kind: 'line', of: 'ours thin', data: curve(1, last, 2, (x) => Math.exp(intercept) * x ** slope) },
          { kind: 'dots', of: 'ours', data: points.filter(({ y }) => y > noise / 2), radius: 2.6 },
          {
            kind: 'dots',
            of: 'published',
            data: pointsAt(lagsUpTo(DEUTSCHMARK_ABSOLUTE_RETURNS.length), DEUTSCHMARK_ABSOLUTE_RETURNS),
            radius: 3.2,
          },
        ],
      },
    ],
    caption: `A straight line is a power law: Cont 2001 (from memory) gives exponents of 0.2 to 0.4 for many markets. Here it is ${numberText(-slope)} where chance does not hide it.`,
  }
}

/** A function at places evenly apart. */
function curve(from: number, to: number, count: number, f: (x: number) => number): readonly Point[] {
  return Array.from({ length: count }, (_, i) => {
    const x = from + ((to - from) * i) / (count - 1)
    return { x, y: f(x) }
  })
}

function pointsAt(xs: readonly number[], ys: readonly number[]): readonly Point[] {
  return xs.map((x, i) => ({ x, y: ys[i] ?? NaN }))
}

function inDeviations(returns: Series): Float64Array {
  const centre = mean(returns)
  const scale = deviation(returns)
  return Float64Array.from(returns, (r) => (r - centre) / scale)
}

function tailOf(returns: Series): readonly Point[] {
  return tailPoints(inDeviations(returns), TAIL_POINTS).map(({ size, share }) => ({ x: size, y: share }))
}
