/** A price as dealers read it: the digits that everybody knows small, the two that count large, a tenth beside them. */

import { decimalSign } from './decimal.ts'

export interface DealingPrice {
  /** `1.08` of 1.08412. */
  readonly figure: string
  /** `41`. */
  readonly pips: string
  /** `2`; empty where prices have no tenths of a pip. */
  readonly tenth: string
}

/** Splits a price's text. Instruments with an odd number of decimals, from three on, have tenths. */
export function splitPrice(text: string): DealingPrice {
  if (!/\d$/.test(text)) return { figure: text, pips: '', tenth: '' }
  const point = text.indexOf(decimalSign())
  const decimals = point === -1 ? 0 : text.length - point - 1
  const hasTenth = decimals >= 3 && decimals % 2 === 1
  const end = hasTenth ? text.length - 1 : text.length
  // two digits, also where the point stands between them
  const start = Math.max(0, end - (decimals === 1 ? 3 : 2))
  return { figure: text.slice(0, start), pips: text.slice(start, end), tenth: text.slice(end) }
}
