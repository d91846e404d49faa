/** Pictures of what happened when: price, volume and volatility over the hours of trading. */

import type { Point } from './svg.ts'
import { leftOf } from './chart.ts'
import type { Picture } from './picture.ts'
import { linearScale, logScale } from './scale.ts'
import { inDecimals, type Study } from './study.ts'
import { numberText } from '../acceptance/verdict-text.ts'
import { logReturns } from '../measures/returns.ts'
import { median } from '../measures/moments.ts'

/** Columns of the picture: each is a stretch of trading time. */
const COLUMNS = 520
const VOLUME_COLUMNS = 130
const SECONDS_PER_HOUR = 3_600
const FIVE_MINUTES = 300
const BASIS_POINTS = 10_000

/** Price with its range above the volume, in trading time: nights and weekends take no room. */
export function pricePicture({ observation }: Study): Picture {
  const { mids, instrument, orders } = observation
  const tradingAt = tradingSeconds(mids)
  const total = tradingAt[tradingAt.length - 1] ?? 0
  const hours = total / SECONDS_PER_HOUR
  const low: Point[] = []
  const high: Point[] = []
  const last: Point[] = []
  forColumns(mids, tradingAt, COLUMNS, (x, prices) => {
    const decimals = prices.map((price) => inDecimals(price, instrument.pricePrecision))
    low.push({ x, y: Math.min(...decimals) })
    high.push({ x, y: Math.max(...decimals) })
    last.push({ x, y: decimals[decimals.length - 1] ?? NaN })
  })
  const volumes = new Float64Array(VOLUME_COLUMNS)
  orders.times.forEach((time, i) => {
    const column = Math.min(
      VOLUME_COLUMNS - 1,
      Math.floor(((tradingAt[Math.floor(time)] ?? 0) / total) * VOLUME_COLUMNS),
    )
    volumes[column] = (volumes[column] as number) + inDecimals(orders.sizes[i] as number, instrument.sizePrecision)
  })
  const [unit, unitText] = unitFor(Math.max(...volumes))
  const columnHours = hours / VOLUME_COLUMNS
  const bars = Array.from(volumes, (volume, i) => ({ x: (i + 0.5) * columnHours, y: volume / unit }))
  const x = { scale: linearScale(0, hours, 10, false), title: 'hours of trading' }
  const price = linearScale(Math.min(...low.map(({ y }) => y)), Math.max(...high.map(({ y }) => y)), 5)
  const volume = linearScale(0, Math.max(...bars.map(({ y }) => y)), 3)
  const left = Math.max(leftOf(price), leftOf(volume))
  return {
    title: 'Price and volume',
    isWide: true,
    key: [
      { kind: 'line', of: 'ours', text: 'mid' },
      { kind: 'band', of: 'ours', text: 'its range' },
      { kind: 'bars', of: 'quiet', text: 'volume' },
    ],
    charts: [
      {
        frame: {
          height: 300,
          left,
          x: { scale: { ...x.scale, ticks: [] }, title: '' },
          y: { scale: price, title: instrument.currency },
          meaning: 'Price over the hours of trading',
        },
        marks: [
          { kind: 'band', of: 'ours', low, high },
          { kind: 'line', of: 'ours', data: last },
        ],
      },
      {
        frame: {
          height: 150,
          left,
          x,
          y: { scale: volume, title: `volume${unitText}` },
          meaning: 'Volume over the hours of trading',
        },
        marks: [{ kind: 'bars', of: 'quiet', data: bars, width: 0.8 * columnHours }],
      },
    ],
    caption: `The mid with its range, and the volume of every ${numberText(columnHours)} hours. Time runs while the venue trades.`,
  }
}

/** Realised volatility by the hour. */
export function volatilityPicture({ observation }: Study): Picture {
  const tradingAt = tradingSeconds(observation.mids)
  const returns = logReturns(observation.mids, FIVE_MINUTES)
  const perHour = SECONDS_PER_HOUR / FIVE_MINUTES
  const points: Point[] = []
  for (let hour = 0; (hour + 1) * perHour <= returns.length; hour++) {
    let sum = 0
    let count = 0
    for (const r of returns.subarray(hour * perHour, (hour + 1) * perHour)) {
      if (Number.isNaN(r)) continue
      sum += r * r
      count++
    }
    if (count < perHour / 2 || sum === 0) continue
    const middle = tradingAt[Math.floor((hour + 0.5) * SECONDS_PER_HOUR)] ?? 0
    points.push({ x: middle / SECONDS_PER_HOUR, y: Math.sqrt(sum / count) * BASIS_POINTS })
  }
  const sizes = points.map(({ y }) => y)
  const usual = median(sizes)
  const hours = (tradingAt[tradingAt.length - 1] ?? 0) / SECONDS_PER_HOUR
  return {
    title: 'Volatility over time',
    isWide: true,
    key: [
      { kind: 'line', of: 'ours', text: 'of each hour' },
      { kind: 'line', of: 'reference', text: 'median' },
    ],
    charts: [
      {
        frame: {
          height: 240,
          x: { scale: linearScale(0, hours, 10, false), title: 'hours of trading' },
          y: { scale: logScale(Math.min(...sizes) * 0.9, Math.max(...sizes) * 1.1), title: 'basis points' },
          meaning: 'Deviation of 5-minute returns by the hour',
        },
        marks: [
          { kind: 'line', of: 'ours thin', data: points },
          { kind: 'level', of: 'reference', y: usual },
        ],
      },
    ],
    caption: `Deviation of 5-minute returns, hour by hour. Calm and wild times last: the median is ${numberText(usual)} basis points, the wildest hour has ${numberText(Math.max(...sizes))}.`,
  }
}

/** Seconds of trading before each second. */
function tradingSeconds(mids: Float64Array): Float64Array {
  let count = 0
  return mids.map((mid) => (Number.isNaN(mid) ? count : count++))
}

/** Calls for each column of trading time with its middle in hours and the prices in it. */
function forColumns(
  mids: Float64Array,
  tradingAt: Float64Array,
  columns: number,
  use: (hour: number, prices: readonly number[]) => void,
): void {
  const total = (tradingAt[tradingAt.length - 1] ?? 0) + 1
  let column = 0
  let prices: number[] = []
  const flush = (): void => {
    if (prices.length > 0) use((((column + 0.5) / columns) * total) / SECONDS_PER_HOUR, prices)
    prices = []
  }
  mids.forEach((mid, second) => {
    if (Number.isNaN(mid)) return
    const now = Math.floor(((tradingAt[second] as number) / total) * columns)
    if (now !== column) {
      flush()
      column = now
    }
    // one in ten seconds shows the range well enough
    if (second % 10 === 0 || prices.length === 0) prices.push(mid)
  })
  flush()
}

/** A unit that keeps the numbers of an axis short. */
function unitFor(most: number): readonly [unit: number, text: string] {
  if (most >= 1e10) return [1e9, ', billions']
  if (most >= 1e7) return [1e6, ', millions']
  if (most >= 1e4) return [1e3, ', thousands']
  return [1, '']
}
