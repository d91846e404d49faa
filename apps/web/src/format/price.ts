/** Text of prices and sizes, with exactly the digits that the venue's integers have. */

import { formatDecimal } from '@tapedeck/protocol'
import { m } from '../paraglide/messages.js'
import { groupDigits, typedDecimal, UNKNOWN } from './decimal.ts'

/** A price at its instrument's precision: `64,218.50`; a dash where there is none. */
export function formatPrice(price: number | null, pricePrecision: number): string {
  return price === null ? UNKNOWN : groupDigits(formatDecimal(price, pricePrecision))
}

/** A size or volume at its instrument's precision. */
export function formatSize(size: number | null, sizePrecision: number): string {
  return size === null ? UNKNOWN : groupDigits(formatDecimal(size, sizePrecision))
}

/** From this volume on decimals say nothing, and from 1 on two are enough. */
const WHOLE_FROM = 1_000
/** From this volume on only the first digits say something. */
const SHORT_FROM = 100_000_000
const SHORT_UNITS = [
  [1e12, m.app_unit_trillion],
  [1e9, m.app_unit_billion],
  [1e6, m.app_unit_million],
] as const

const MARK_UNITS = [...SHORT_UNITS, [1e3, () => 'K']] as const
const MARK_DIGITS = 3

/** A volume beside an axis, where every digit takes room from the chart: `12.5`, `850 K`. */
export function formatVolumeMark(volume: number): string {
  const [unit, name] = MARK_UNITS.find(([size]) => volume >= size) ?? []
  const digits = typedDecimal(String(Number((volume / (unit ?? 1)).toPrecision(MARK_DIGITS))))
  return name === undefined ? digits : `${digits} ${name()}`
}

/** A volume as a list shows it, rounded to what its size makes worth reading; {@link formatSize} gives every digit. */
export function formatVolume(volume: number | null, sizePrecision: number): string {
  if (volume === null || volume < 1) return formatSize(volume, sizePrecision)
  const [unit, name] = (volume < SHORT_FROM ? undefined : SHORT_UNITS.find(([size]) => volume >= size)) ?? []
  if (unit !== undefined) return `${groupDigits((volume / unit).toFixed(2))} ${name()}`
  return formatSize(volume, Math.min(sizePrecision, volume < WHOLE_FROM ? 2 : 0))
}

/** How many leading characters two texts share; none where their lengths differ, since digits have then moved. */
export function sharedPrefix(before: string, after: string): number {
  if (before.length !== after.length) return 0
  let length = 0
  while (length < after.length && before[length] === after[length]) length++
  return length
}
