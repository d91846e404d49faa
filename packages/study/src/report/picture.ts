/** A picture of the report: charts with a title, a key and a sentence. */

import { chart, type ChartFrame, type Mark } from './chart.ts'
import { element, escapeText } from './svg.ts'

export interface Picture {
  readonly title: string
  /** What the marks are, by class. */
  readonly key: readonly KeyEntry[]
  /** One above the other. */
  readonly charts: readonly PicturedChart[]
  readonly caption: string
  /** As wide as the page where that is wide. */
  readonly isWide?: boolean
}

export interface KeyEntry {
  readonly kind: 'line' | 'dots' | 'bars' | 'band'
  readonly of: string
  readonly text: string
}

export interface PicturedChart {
  readonly frame: Omit<ChartFrame, 'width'>
  readonly marks: readonly Mark[]
}

const NARROW_WIDTH = 500
const WIDE_WIDTH = 1_040

/** The figure as HTML; `number` is its place in the report. */
export function pictureHtml(picture: Picture, number: number): string {
  const { title, key, charts, caption, isWide = false } = picture
  const drawn = charts.map(({ frame, marks }) => {
    const narrow = chart({ ...frame, width: NARROW_WIDTH }, marks)
    if (!isWide) return narrow
    // text would shrink with a wide picture on a phone: there it has one of its own
    const wide = chart({ ...frame, width: WIDE_WIDTH }, marks)
    return element('div', { class: 'on-wide' }, wide) + element('div', { class: 'on-narrow' }, narrow)
  })
  return element(
    'figure',
    isWide ? { class: 'wide' } : {},
    [
      `<h3><span class="number">${number}</span> ${escapeText(title)}</h3>`,
      key.length === 0 ? '' : element('p', { class: 'key' }, key.map(keyHtml).join(' ')),
      ...drawn,
      element('figcaption', {}, escapeText(caption)),
    ].join('\n'),
  )
}

function keyHtml({ kind, of, text }: KeyEntry): string {
  const shapes = {
    line: element('path', { class: `line ${of}`, d: 'M1 6H19' }),
    dots: element('circle', { class: `dot ${of}`, cx: 10, cy: 6, r: 3.5 }),
    bars: element('rect', { class: `bar ${of}`, x: 4, y: 1, width: 12, height: 10 }),
    band: element('path', { class: `band ${of}`, d: 'M1 1H19V11H1Z' }),
  }
  const sample = element('svg', { viewBox: '0 0 20 12', width: 20, height: 12, 'aria-hidden': 'true' }, shapes[kind])
  return `<span>${sample}${escapeText(text)}</span>`
}
