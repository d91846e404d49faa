/** The least size of trades that a person wants to see of each symbol, kept in this browser. */

import { readStored, store } from '../app/stored.ts'
import { parseNumber } from '../format/decimal.ts'

const SUBJECT = 'trades'

/** The size that a text says; 0, which every trade has, where it says none. */
export function parseLeastSize(text: string): number {
  const size = parseNumber(text) ?? 0
  return size > 0 ? size : 0
}

export function readLeastSize(symbol: string): number {
  const size = readAll()[symbol]
  return typeof size === 'number' && size > 0 ? size : 0
}

export function storeLeastSize(symbol: string, size: number): void {
  const { [symbol]: _, ...others } = readAll()
  store(SUBJECT, size > 0 ? { ...others, [symbol]: size } : others)
}

function readAll(): Readonly<Record<string, unknown>> {
  const stored = readStored(SUBJECT)
  return typeof stored === 'object' && stored !== null ? (stored as Readonly<Record<string, unknown>>) : {}
}
