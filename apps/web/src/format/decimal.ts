/** Digits as people read them: grouped, with their own decimal sign and a real minus. Exact, since it only moves characters. */

import { numberStyleOf, type NumberStyle } from './number-style.ts'

/** Shown where a value is not known; never 0. */
export const UNKNOWN = '—'

/** The minus sign, as wide as the plus. */
export const MINUS = '\u2212'

let style: NumberStyle
let seams: RegExp

/** Settles how numbers are written, before the first is drawn. */
export function startNumbers(locale: string): void {
  style = numberStyleOf(locale)
  seams = style.groupSize === 3 ? /\B(?=(\d{3})+$)/g : /\B(?=(\d{2})*\d{3}$)/g
}

startNumbers('en-US')

/** Writes plain decimal text (`-1234.50`) as the reader does: `−1,234.50`, `−1.234,50`. */
export function groupDigits(text: string): string {
  const negative = text.startsWith('-')
  const digits = negative ? text.slice(1) : text
  const point = digits.indexOf('.')
  const whole = point === -1 ? digits : digits.slice(0, point)
  const grouped = whole.replace(seams, style.group)
  return (negative ? MINUS : '') + grouped + (point === -1 ? '' : style.decimal + digits.slice(point + 1))
}

/** The sign of percent, with what stands before it. */
export function percentSign(): string {
  return style.percent
}

/** The number that a person typed: as the page writes numbers, or in plain digits with a point or a comma; undefined where it is none. */
export function parseNumber(text: string): number | undefined {
  const typed = text
    .trim()
    .replaceAll(MINUS, '-')
    .replaceAll(/(?<=\d)[\s'’](?=\d)/g, '')
  const ungrouped = typed.replaceAll(style.group, '').replace(style.decimal, '.')
  // a sign that groups digits here is a decimal sign elsewhere: it groups only where it stands as the page puts it
  const isWritten = groupDigits(ungrouped.replace(/^[+-]/, '')) === typed.replace(/^[+-]/, '')
  const plain = isWritten ? ungrouped : typed.replace(/^([+-]?\d*),(\d+)$/, '$1.$2')
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return undefined
  const number = Number(plain)
  return Number.isFinite(number) ? number : undefined
}

/** Plain decimal text as the reader would type it: with the own decimal sign, and nothing between the digits. */
export function typedDecimal(text: string): string {
  return text.replace('.', style.decimal)
}

/** The reader's own decimal sign. */
export function decimalSign(): string {
  return style.decimal
}
