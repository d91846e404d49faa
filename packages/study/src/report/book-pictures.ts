/** Pictures of the book: how much rests where, and how it changes. */

import { bookRates, inPublishedTime } from '../acceptance/book-rates.ts'
import { SKY_PERFECT } from '../acceptance/published.ts'
import { numberText } from '../acceptance/verdict-text.ts'
import type { Picture } from './picture.ts'
import { linearScale } from './scale.ts'
import { inDecimals, type Study } from './study.ts'
import type { Point } from './svg.ts'

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
    caption: `Mean over time and both sides: ${numberText(sizes[0]?.y ?? 0)} at the best level, which is ${fullest.x === 1 ? 'the fullest' : `less than the ${numberText(fullest.y)} of the ${ordinal(fullest.x)}`}. Mean books of real venues are fullest away from the best price (Bouchaud, Mézard & Potters 2002).`,
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

function levels(): ReturnType<typeof linearScale> {
  const scale = linearScale(0, 26, 5, false)
  return { ...scale, ticks: [1, 5, 10, 15, 20, 25].map((value) => ({ value, text: String(value) })) }
}

function ordinal(n: number): string {
  const ending =
    n % 10 === 1 && n !== 11 ? 'st' : n % 10 === 2 && n !== 12 ? 'nd' : n % 10 === 3 && n !== 13 ? 'rd' : 'th'
  return `${n}${ending}`
}
