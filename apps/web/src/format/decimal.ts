/** Digits as people read them: grouped by thousands, with a real minus sign. Exact, since it only moves characters. */

/** Shown where a value is not known; never 0. */
export const UNKNOWN = '—'

/** The minus sign, as wide as the plus. */
export const MINUS = '\u2212'

/** Groups the whole part of plain decimal text (`-1234.50`) by thousands: `−1,234.50`. */
export function groupDigits(text: string): string {
  const negative = text.startsWith('-')
  const digits = negative ? text.slice(1) : text
  const point = digits.indexOf('.')
  const whole = point === -1 ? digits : digits.slice(0, point)
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return (negative ? MINUS : '') + grouped + (point === -1 ? '' : digits.slice(point))
}
