/** Pictures of the spread: how wide it is, and how it goes with volatility. */

import { numberText } from '../acceptance/verdict-text.ts'
import { differences } from '../measures/arrivals.ts'
import { deviation, mean } from '../measures/moments.ts'
import { leastSquares } from '../measures/relation.ts'
import { known } from '../measures/returns.ts'
import type { Picture } from './picture.ts'
import { linearScale } from './scale.ts'
import type { Study } from './study.ts'
import type { Point } from './svg.ts'

/** Bars of the distribution at most, and the share of time that they show. */
const MOST_BARS = 40
const SHOWN_SHARE = 0.995
const SECONDS_PER_HOUR = 3_600
/** Market orders that an hour must have for its volatility to say something. */
const LEAST_ORDERS = 60

/** For how long the spread is how wide. */
export function spreadPicture({ observation }: Study): Picture {
  const { secondsByTicks } = observation.spread
  const total = secondsByTicks.reduce((sum, seconds) => sum + seconds, 0)
  let shown = 0
  let widest = 0
  for (; widest < secondsByTicks.length - 1 && shown < SHOWN_SHARE * total; widest++)
    shown += secondsByTicks[widest] ?? 0
  const width = Math.max(1, Math.ceil((widest + 1) / MOST_BARS))
  const bars = Array.from({ length: Math.ceil((widest + 1) / width) }, (_, bin) => {
    const inBin = secondsByTicks.subarray(bin * width, (bin + 1) * width)
    return { x: (bin + 0.5) * width - 0.5, y: (100 * inBin.reduce((sum, seconds) => sum + seconds, 0)) / total }
  })
  const usual = secondsByTicks.reduce((sum, seconds, ticks) => sum + seconds * ticks, 0) / total
  const most = Math.max(...bars.map(({ y }) => y))
  return {
    title: 'Spread',
    key: [{ kind: 'bars', of: 'ours', text: 'share of time' }],
    charts: [
      {
        frame: {
          height: 300,
          x: {
            scale: linearScale(0, widest + width, 6),
            title: width === 1 ? 'spread, in ticks' : `spread, in ticks, by ${width}`,
          },
          y: { scale: linearScale(0, most, 5), title: '% of the time' },
          meaning: 'Share of time by spread in ticks',
        },
        marks: [{ kind: 'bars', of: 'ours', data: bars, width: 0.8 * width }],
      },
    ],
    caption: `Mean over time ${numberText(usual)} ticks. The widest half percent of the time is not shown.`,
  }
}

/** The spread of each hour by the volatility of its trades. */
export function spreadAndVolatilityPicture({ observation, parameters }: Study): Picture {
  const { orders, instrument, seconds } = observation
  const points: Point[] = []
  let from = 0
  for (let hour = 0; (hour + 1) * SECONDS_PER_HOUR <= seconds; hour++) {
    let to = from
    while ((orders.times[to] ?? Infinity) < (hour + 1) * SECONDS_PER_HOUR) to++
    const width = mean(known(orders.spreads.subarray(from, to)))
    if (to - from >= LEAST_ORDERS && !Number.isNaN(width)) {
      const changes = differences(orders.mids.subarray(from, to))
      points.push({ x: deviation(changes) / instrument.tickSize, y: width })
    }
    from = to
  }
  const { slope, intercept, rSquared } = leastSquares(
    points.map(({ x }) => x),
    points.map(({ y }) => y),
  )
  const most = Math.max(...points.map(({ x }) => x))
  const line = [0, most].map((x) => ({ x, y: intercept + slope * x }))
  return {
    title: 'Spread by volatility',
    key: [
      { kind: 'dots', of: 'ours', text: 'an hour' },
      { kind: 'line', of: 'reference', text: 'line of least squares' },
    ],
    charts: [
      {
        frame: {
          height: 300,
          x: { scale: linearScale(0, most, 6), title: 'volatility of a trade, in ticks' },
          y: {
            scale: linearScale(0, Math.max(...points.map(({ y }) => y)), 5),
            title: 'mean spread before trades, in ticks',
          },
          meaning: 'Mean spread of each hour by the deviation of the mid from trade to trade',
        },
        marks: [
          { kind: 'dots', of: 'ours faint', data: points, radius: 2.2 },
          { kind: 'line', of: 'reference', data: line },
        ],
      },
    ],
    caption:
      parameters.spread.kind === 'zone'
        ? 'Deviation of the mid from trade to trade. The tick is large here: the spread is one tick whatever the volatility.'
        : `Deviation of the mid from trade to trade. The line has R² ${numberText(rSquared)} here, over the hours of one instrument; Wyart et al. 2008 find above 0.9 over the shares of Paris.`,
  }
}
