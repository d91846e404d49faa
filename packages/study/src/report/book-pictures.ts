/** Pictures of the book and the spread. */

import { MICROS_PER_SECOND } from '@tapedeck/protocol'
import { bookRates, inPublishedTime } from '../acceptance/book-rates.ts'
import { SKY_PERFECT } from '../acceptance/published.ts'
import { numberText } from '../acceptance/verdict-text.ts'
import { mean } from '../measures/moments.ts'
import { known, logReturns } from '../measures/returns.ts'
import type { Picture } from './picture.ts'
import { linearScale } from './scale.ts'
import { inDecimals, meansByTimeOfDay, type DayPoint, type Study } from './study.ts'
import type { Point } from './svg.ts'
import { hours } from './trade-pictures.ts'

const MINUTE = 60
/** Bars of the spread's distribution at most, and the share of time that they show. */
const MOST_BARS = 40
const SHOWN_SHARE = 0.995
const HALF_HOURS = 48

/** How much rests at each level. */
export function bookShapePicture({ observation, parameters }: Study): Picture {
  const { book, instrument } = observation
  const sizes = Array.from(book.sizeSeconds, (size, level) => ({
    x: level + 1,
    y: inDecimals(size / (book.levelSeconds[level] as number), instrument.sizePrecision),
  })).filter(({ y }) => y > 0)
  const fullest = sizes.reduce((most, level) => (level.y > most.y ? level : most), { x: 0, y: 0 })
  const order = inDecimals(parameters.restingSize, instrument.sizePrecision)
  return {
    title: 'Shape of the book',
    key: [
      { kind: 'bars', of: 'ours', text: 'mean size at a level' },
      { kind: 'line', of: 'reference', text: 'one limit order' },
    ],
    charts: [
      {
        frame: {
          height: 300,
          x: { scale: levels(), title: 'level, from the best' },
          y: { scale: linearScale(0, Math.max(fullest.y, order), 5), title: 'size' },
          meaning: 'Mean size that rests at each level of the book',
        },
        marks: [
          { kind: 'bars', of: 'ours', data: sizes, width: 0.8 },
          { kind: 'level', of: 'reference', y: order },
        ],
      },
    ],
    caption: `Over time and both sides. The best level holds ${numberText(sizes[0]?.y ?? 0)}, the fullest is the ${ordinal(fullest.x)} with ${numberText(fullest.y)}: the hump of real books (Bouchaud, Mézard & Potters 2002).`,
  }
}

/** Rates at which the book changes, by level. */
export function bookRatesPicture({ observation, parameters }: Study): Picture {
  const { limits, cancellations } = inPublishedTime(bookRates(observation, parameters.restingSize))
  const byLevel = (rates: readonly number[]): readonly Point[] =>
    rates.map((y, level) => ({ x: level + 1, y })).filter(({ y }) => Number.isFinite(y))
  const most = Math.max(...byLevel(limits).map(({ y }) => y), ...SKY_PERFECT.limits)
  return {
    title: 'Limit orders and cancellations by level',
    key: [
      { kind: 'dots', of: 'ours', text: 'limit orders' },
      { kind: 'dots', of: 'other', text: 'cancellations per order' },
      { kind: 'dots', of: 'published hollow', text: 'Sky Perfect (second-hand)' },
    ],
    charts: [
      {
        frame: {
          height: 300,
          x: { scale: levels(), title: 'level, from the best' },
          y: { scale: linearScale(0, most, 5), title: 'rate' },
          meaning: 'Rates of limit orders and cancellations by level beside published ones',
        },
        marks: [
          { kind: 'dots', of: 'ours', data: byLevel(limits), radius: 3 },
          { kind: 'dots', of: 'other', data: byLevel(cancellations), radius: 3 },
          { kind: 'dots', of: 'published hollow', data: byLevel(SKY_PERFECT.limits), radius: 5.5 },
          { kind: 'dots', of: 'published hollow', data: byLevel(SKY_PERFECT.cancellations), radius: 5.5 },
        ],
      },
    ],
    caption:
      'Estimated from the events as Cont, Stoikov & Talreja 2010 do, in the unit of time in which as many orders come to the first five levels as in their Table 2.',
  }
}

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
    key: [],
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

/** The spread and volatility by time of day, each over its mean. */
export function spreadOfDayPicture({ observation }: Study): Picture {
  const { spread, mids, start } = observation
  const startSeconds = start / MICROS_PER_SECOND
  const magnitudes = logReturns(mids, MINUTE).map(Math.abs)
  const relative = (values: Float64Array): readonly Point[] => {
    const centre = mean(known(values))
    return meansByTimeOfDay(values, { startSeconds, stepSeconds: MINUTE, bins: HALF_HOURS })
      .filter(({ value }: DayPoint) => Number.isFinite(value))
      .map(({ hour, value }) => ({ x: hour, y: value / centre }))
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
          x: { scale: hours(), title: 'hour of the day, UTC' },
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

function levels(): ReturnType<typeof linearScale> {
  const scale = linearScale(0, 26, 5, false)
  return { ...scale, ticks: [1, 5, 10, 15, 20, 25].map((value) => ({ value, text: String(value) })) }
}

function ordinal(n: number): string {
  const ending =
    n % 10 === 1 && n !== 11 ? 'st' : n % 10 === 2 && n !== 12 ? 'nd' : n % 10 === 3 && n !== 13 ? 'rd' : 'th'
  return `${n}${ending}`
}
