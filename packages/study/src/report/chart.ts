/** A chart: a frame with two axes, and marks in it. Colours and fonts come from the page's style sheet by class. */

import type { Scale } from './scale.ts'
import { coordinate, element, label, pathThrough, type Point } from './svg.ts'

export interface Axis {
  readonly scale: Scale
  readonly title: string
}

export interface ChartFrame {
  readonly width: number
  readonly height: number
  readonly x: Axis
  readonly y: Axis
  /** What it shows, for those who cannot see it. */
  readonly meaning: string
  /** Where the plot begins, for charts that stand above each other. */
  readonly left?: number
}

/** Numbers as the axes have them. */
type Data = readonly Point[]
/** The class says whose it is: `ours`, `published`, `reference`, and whatever the style sheet knows. */
type MarkClass = string

export type Mark =
  | { readonly kind: 'line'; readonly of: MarkClass; readonly data: Data }
  | { readonly kind: 'dots'; readonly of: MarkClass; readonly data: Data; readonly radius?: number }
  /** Bars from the bottom, each as wide as `width` of the x axis, around its x. */
  | { readonly kind: 'bars'; readonly of: MarkClass; readonly data: Data; readonly width: number }
  /** A band between two lines. */
  | { readonly kind: 'band'; readonly of: MarkClass; readonly low: Data; readonly high: Data }
  /** Straight up or across the chart. */
  | { readonly kind: 'level'; readonly of: MarkClass; readonly y: number }

const MARGIN = { top: 10, right: 14, bottom: 40, left: 26 }
/** Width of a character of a tick's text. */
const CHARACTER = 6.3
const LEAST_LEFT = 50

/** Where the plot begins, so that the texts of an axis fit before it. */
export function leftOf(scale: Scale): number {
  return Math.max(LEAST_LEFT, MARGIN.left + CHARACTER * Math.max(0, ...scale.ticks.map(({ text }) => text.length)))
}

export function chart(frame: ChartFrame, marks: readonly Mark[]): string {
  const { width, height, x, y, meaning, left = leftOf(y.scale) } = frame
  const right = width - MARGIN.right
  const top = MARGIN.top
  const bottom = height - (x.title === '' ? MARGIN.top : MARGIN.bottom)
  const atX = (value: number): number => left + x.scale.place(value) * (right - left)
  const atY = (value: number): number => bottom - y.scale.place(value) * (bottom - top)
  const parts = [
    ...y.scale.ticks.map(({ value }) =>
      element('path', { class: 'grid', d: `M${coordinate(left)} ${coordinate(atY(value))}H${coordinate(right)}` }),
    ),
    ...y.scale.ticks.map(({ value, text }) =>
      label(left - 7, atY(value) + 3.5, text, { class: 'tick', 'text-anchor': 'end' }),
    ),
    ...x.scale.ticks.map(({ value }) =>
      element('path', { class: 'axis', d: `M${coordinate(atX(value))} ${coordinate(bottom)}v4` }),
    ),
    ...x.scale.ticks.map(({ value, text }) =>
      label(atX(value), bottom + 17, text, { class: 'tick', 'text-anchor': 'middle' }),
    ),
    ...marks.map((mark) => draw(mark)),
    element('path', { class: 'axis', d: `M${coordinate(left)} ${coordinate(bottom)}H${coordinate(right)}` }),
    label((left + right) / 2, height - 5, x.title, { class: 'title', 'text-anchor': 'middle' }),
    label(0, 0, y.title, {
      class: 'title',
      'text-anchor': 'middle',
      transform: `translate(11 ${coordinate((top + bottom) / 2)}) rotate(-90)`,
    }),
  ]
  return element(
    'svg',
    { viewBox: `0 0 ${coordinate(width)} ${coordinate(height)}`, role: 'img', 'aria-label': meaning },
    parts.join(''),
  )

  function draw(mark: Mark): string {
    switch (mark.kind) {
      case 'line':
        return element('path', { class: `line ${mark.of}`, d: pathThrough(placed(mark.data)) })
      case 'dots':
        return placed(mark.data)
          .filter(isInside)
          .map((point) => element('circle', { class: `dot ${mark.of}`, cx: point.x, cy: point.y, r: mark.radius ?? 3 }))
          .join('')
      case 'bars':
        return mark.data.map((datum) => bar(datum, mark.width, mark.of)).join('')
      case 'band': {
        const outline = [...placed(mark.high), ...[...placed(mark.low)].reverse()]
        return element('path', { class: `band ${mark.of}`, d: `${pathThrough(outline)}Z` })
      }
      case 'level':
        return element('path', {
          class: `line ${mark.of}`,
          d: `M${coordinate(left)} ${coordinate(atY(mark.y))}H${coordinate(right)}`,
        })
    }
  }

  /** Marks stay inside the frame. */
  function placed(data: Data): readonly Point[] {
    return data.map((datum) => {
      const point = { x: atX(datum.x), y: atY(datum.y) }
      const clampedY = Math.min(bottom, Math.max(top, point.y))
      return point.x < left - 0.01 || point.x > right + 0.01 ? { x: NaN, y: NaN } : { x: point.x, y: clampedY }
    })
  }

  function isInside({ x: px, y: py }: Point): boolean {
    return Number.isFinite(px) && Number.isFinite(py)
  }

  function bar(datum: Point, barWidth: number, of: MarkClass): string {
    const from = Math.max(left, atX(datum.x - barWidth / 2))
    const to = Math.min(right, atX(datum.x + barWidth / 2))
    const head = Math.max(top, atY(datum.y))
    if (!(to > from && head < bottom)) return ''
    return element('rect', { class: `bar ${of}`, x: from, y: head, width: to - from, height: bottom - head })
  }
}
