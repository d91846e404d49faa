/** The depth chart's two curves: how much stands between the middle of the market and each price. */

import type { BookLevels } from '@tapedeck/client'
import type { Levels, Side } from './ladder.ts'

export const DEPTH_WIDTH = 1000
export const DEPTH_HEIGHT = 100

/** Times that the chart can be magnified around the middle. */
export const DEPTH_ZOOMS = [1, 2, 4, 8] as const

export interface DepthCurves {
  /** Paths in a box of {@link DEPTH_WIDTH} by {@link DEPTH_HEIGHT}; empty where a side is. */
  readonly bids: string
  readonly asks: string
  /** Prices at the left and the right edge. */
  readonly from: number
  readonly to: number
}

/** What stands between the middle and a price. */
export interface DepthReading {
  readonly side: Side
  readonly price: number
  readonly totalSize: number
  readonly cost: number
}

/** The curves, undefined unless both sides have levels at different prices. */
export function depthCurves({ bids, asks }: Levels, zoom: number): DepthCurves | undefined {
  const [bestBid] = bids[0] ?? []
  const [bestAsk] = asks[0] ?? []
  if (bestBid === undefined || bestAsk === undefined) return undefined
  const middle = (bestBid + bestAsk) / 2
  const farthest = Math.max(middle - (bids.at(-1)?.[0] ?? middle), (asks.at(-1)?.[0] ?? middle) - middle)
  if (farthest <= 0) return undefined
  const reach = farthest / zoom
  const [from, to] = [middle - reach, middle + reach]
  const inSight = (levels: BookLevels): BookLevels => levels.filter(([price]) => price >= from && price <= to)
  const highest = Math.max(totalOf(inSight(bids)), totalOf(inSight(asks)))
  const x = (price: number): number => round(((price - from) / (to - from)) * DEPTH_WIDTH)
  const y = (total: number): number => round(DEPTH_HEIGHT - (total / highest) * DEPTH_HEIGHT)
  return { bids: stepsOf(inSight(bids), x, y, 0), asks: stepsOf(inSight(asks), x, y, DEPTH_WIDTH), from, to }
}

/** What stands between the middle and `price`; undefined in the spread. */
export function readDepth({ bids, asks }: Levels, price: number): DepthReading | undefined {
  const [bestBid] = bids[0] ?? []
  const side: Side = bestBid !== undefined && price <= bestBid ? 'bid' : 'ask'
  const passed = side === 'bid' ? bids.filter(([each]) => each >= price) : asks.filter(([each]) => each <= price)
  if (passed.length === 0) return undefined
  const cost = passed.reduce((sum, [each, size]) => sum + each * size, 0)
  return { side, price, totalSize: totalOf(passed), cost }
}

function totalOf(levels: BookLevels): number {
  return levels.reduce((sum, [, size]) => sum + size, 0)
}

/** From the best level outwards to the edge, and back along the foot. */
function stepsOf(levels: BookLevels, x: (price: number) => number, y: (total: number) => number, edge: number): string {
  const [best] = levels
  if (best === undefined) return ''
  let path = `M${x(best[0])} ${DEPTH_HEIGHT}`
  let total = 0
  for (const [price, size] of levels) {
    total += size
    path += `H${x(price)}V${y(total)}`
  }
  return `${path}H${edge}V${DEPTH_HEIGHT}Z`
}

/** Tenths of a unit cannot be seen. */
function round(units: number): number {
  return Math.round(units * 10) / 10
}
