/** Verdicts and published figures as text. */

import type { Range } from './acceptance.ts'
import type { Figure } from './published.ts'
import type { Verdict } from './verdict.ts'

const MINUS = '−'

/** Three digits that matter, with a real minus and thousands apart: 15.9, 0.309, −0.435, 12,000. */
export function numberText(x: number): string {
  if (Number.isNaN(x)) return '–'
  const size = Math.abs(x)
  if (size === Infinity) return x > 0 ? '∞' : `${MINUS}∞`
  const digits = size >= 100 || Number.isInteger(size) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3
  const text = size.toFixed(digits)
  if (Number(text) === 0) return '0'
  const grouped = digits === 0 ? text.replace(/\B(?=(\d{3})+$)/g, ',') : text
  return x < 0 ? `${MINUS}${grouped}` : grouped
}

/** `0.15 to 0.45`, `above 6`, `below −0.02`. */
export function rangeText([least, most]: Range): string {
  const short = (x: number): string =>
    numberText(x)
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, '')
  if (most === Infinity) return `above ${short(least)}`
  if (least === -Infinity) return `below ${short(most)}`
  return `${short(least)} to ${short(most)}`
}

/** Least, middle and most; one number where they are one. */
export function measuredText([least, middle, most]: Verdict['measured']): string {
  return least === most ? numberText(middle) : [least, middle, most].map(numberText).join(' / ')
}

/** Each figure with its source and how it came to us. */
function figureText({ figure, source, reading }: Figure): string {
  return reading === 'ours' ? `${figure} (ours: ${source})` : `${figure} (${source}; ${reading})`
}

export function publishedText(published: readonly Figure[]): string {
  return published.map(figureText).join('; ')
}

/** A verdict on one line of a terminal. */
export function verdictLine({ holds, measured, accept, scope, name, published }: Verdict): string {
  const judgement = holds ? 'ok  ' : 'OUT '
  return [
    judgement,
    measuredText(measured).padEnd(24),
    rangeText(accept).padEnd(14),
    `${name} (${scope}); published: ${publishedText(published)}`,
  ].join('  ')
}
