/** The figures of a heat map: how large a symbol is, and how warm. */

import { directionOf, formatPercent, type Direction } from '../format/change.ts'
import type { Figures } from './columns.ts'
import { turnoverIn, type Traded } from './turnover.ts'
import { squarify, type Box } from './treemap.ts'

export const HEAT_SIZES = ['turnover', 'equal'] as const
export type HeatSize = (typeof HEAT_SIZES)[number]

/** More than these are too small to be read, and too many to be drawn. */
const MOST = 500
/** The smallest box has at least so much of what all would have if they were equal: what hardly trades can be seen all the same. */
const LEAST_SHARE = 0.35
/** Percent at which colour is full, of which the map takes the first that most moves stay below. */
const SCALES = [0.5, 1, 2, 3, 5, 10] as const
const MOST_MOVES = 0.8

/** What one box says. */
export interface Warmth {
  readonly percent: string
  readonly direction: Direction
  /** 0 to 1. */
  readonly intensity: number
}

/** The symbols of a map, the largest first, and their boxes. `table`: all symbols of the tape, for its exchange rates. */
export function heatLayout<Item extends Traded>(
  items: readonly Item[],
  table: readonly Traded[],
  size: HeatSize,
  width: number,
  height: number,
): readonly { readonly item: Item; readonly box: Box }[] {
  const turnover = turnoverIn(table)
  const weighed = items.map((item) => ({ item, weight: size === 'equal' ? 1 : turnover(item) }))
  if (size === 'turnover') weighed.sort((a, b) => b.weight - a.weight)
  const shown = weighed.slice(0, MOST)
  const total = shown.reduce((sum, { weight }) => sum + weight, 0)
  const least = total === 0 ? 1 : (total / shown.length) * LEAST_SHARE
  const boxes = squarify(
    shown.map(({ weight }) => Math.max(weight, least)),
    width,
    height,
  )
  return shown.flatMap(({ item }, index) => {
    const box = boxes[index]
    return box === undefined ? [] : [{ item, box }]
  })
}

/** Percent at which colour is full, for these symbols. */
export function heatScale(items: readonly Figures[]): number {
  const moves = items.map(({ stats }) => Math.abs(stats?.changePercent ?? 0))
  moves.sort((a, b) => a - b)
  const most = moves[Math.floor(moves.length * MOST_MOVES)] ?? 0
  return SCALES.find((scale) => scale >= most) ?? SCALES[SCALES.length - 1] ?? 1
}

export function warmthOf({ stats }: Figures, scale: number): Warmth {
  const percent = stats?.changePercent ?? null
  const intensity = percent === null ? 0 : Math.min(1, Math.abs(percent) / scale)
  return {
    percent: formatPercent(percent),
    direction: directionOf(percent),
    intensity: Math.round(intensity * 20) / 20,
  }
}

/** Pixels that a letter of a bold symbol takes, for each pixel of its size. */
const LETTER = 0.7
const SMALLEST = 9
const LARGEST = 19

/** What is written in a box, and how large; undefined where there is no room for anything. */
export function labelIn(symbol: string, box: Box): { readonly text: string; readonly pixels: number } | undefined {
  // `BTC` of BTC-USD is better than nothing
  for (const text of [symbol, symbol.split('-')[0] ?? symbol]) {
    const fitting = Math.min((box.width - 8) / (text.length * LETTER), box.height / 2.2, LARGEST)
    if (fitting >= SMALLEST) return { text, pixels: Math.floor(fitting) }
  }
  return undefined
}
