/** Whether the simulated market moves as markets do. Seeds are fixed: these are regression tests, not inference. */

import { micros } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { createSimulator, DEFAULT_INSTRUMENTS, type SimulatedInstrument } from './index.ts'

const START = micros(1_793_000_000_000_000)
const DAY_SECONDS = 86_400

const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length
const moment = (xs: readonly number[], k: number): number => mean(xs.map((x) => x ** k))
const kurtosis = (xs: readonly number[]): number => moment(xs, 4) / moment(xs, 2) ** 2
function autocorrelation(xs: readonly number[], lag: number): number {
  const centre = mean(xs)
  const centred = xs.map((x) => x - centre)
  return mean(centred.slice(lag).map((x, i) => x * (centred[i] as number))) / moment(centred, 2)
}

interface Day {
  /** Logarithmic returns of the mid, each minute. */
  readonly minutes: number[]
  readonly signs: number[]
  readonly waits: number[]
  readonly tradeMoves: number[]
}

function run(simulated: SimulatedInstrument, days: number, seed: number): Day {
  const simulator = createSimulator({ seed, start: START, instruments: [simulated] })
  const day: Day = { minutes: [], signs: [], waits: [], tradeMoves: [] }
  let [mid, atMinute, minute, lastTrade, lastPrice] = [0, 0, 1, 0, 0]
  for (const event of simulator.events()) {
    const seconds = (event.tsRecv - START) / 1e6
    if (seconds > days * DAY_SECONDS) return day
    for (; seconds >= minute * 60; minute++) {
      day.minutes.push(Math.log(mid / atMinute))
      atMinute = mid
    }
    if (event.type === 'quote') {
      mid = ((event.bid ?? 0) + (event.ask ?? 0)) / 2
      if (atMinute === 0) atMinute = mid
    }
    if (event.type !== 'trade') continue
    day.signs.push(event.aggressorSide === 'buy' ? 1 : -1)
    if (lastTrade > 0) {
      day.waits.push(seconds - lastTrade)
      day.tradeMoves.push(event.price - lastPrice)
    }
    lastTrade = seconds
    lastPrice = event.price
  }
  return day
}

const instrumentOf = (symbol: string): SimulatedInstrument =>
  DEFAULT_INSTRUMENTS.find(({ instrument }) => instrument.symbol === symbol) as SimulatedInstrument

describe.each(['AAPL', 'XRP-USD'])('four days of %s', (symbol) => {
  const day = run(instrumentOf(symbol), 4, 4)

  it('have heavy tails, less so over longer spans', () => {
    const halfHours = day.minutes.flatMap((_, i) =>
      i % 30 === 0 ? [day.minutes.slice(i, i + 30).reduce((sum, x) => sum + x, 0)] : [],
    )
    expect(kurtosis(day.minutes)).toBeGreaterThan(6)
    expect(kurtosis(day.minutes)).toBeLessThan(100)
    expect(kurtosis(halfHours)).toBeLessThan(kurtosis(day.minutes))
  })

  it('have no memory in returns and a long one in their size', () => {
    const sizes = day.minutes.map(Math.abs)
    expect(Math.abs(autocorrelation(day.minutes, 1))).toBeLessThan(0.05)
    expect(autocorrelation(sizes, 1)).toBeGreaterThan(0.15)
    expect(autocorrelation(sizes, 30)).toBeGreaterThan(0.05)
  })

  it('have trades in bursts, in long runs of one side, bouncing between bid and ask', () => {
    const deviation = Math.sqrt(moment(day.waits, 2) - mean(day.waits) ** 2)
    expect(deviation / mean(day.waits)).toBeGreaterThan(1.3)
    expect(deviation / mean(day.waits)).toBeLessThan(4)
    expect(autocorrelation(day.signs, 10)).toBeGreaterThan(0.03)
    expect(autocorrelation(day.signs, 10)).toBeLessThan(0.3)
    expect(autocorrelation(day.tradeMoves, 1)).toBeLessThan(0)
  })
})

describe('where volatility is constant', () => {
  it('trades and moves come at the rate that the parameters give', () => {
    const apple = instrumentOf('AAPL')
    const parameters = { ...apple.parameters, volatilityContrast: 1, factor: null }
    const day = run({ ...apple, parameters }, 3, 2)
    expect(day.waits.length / (3 * DAY_SECONDS)).toBeCloseTo(parameters.tradesPerSecond, 1)
    const dailyVolatility = Math.sqrt(moment(day.minutes, 2) * 1440)
    expect(dailyVolatility / parameters.dailyVolatility).toBeGreaterThan(0.9)
    expect(dailyVolatility / parameters.dailyVolatility).toBeLessThan(1.1)
  })
})

describe('one market', () => {
  it('moves together, the more the longer the span (Epps 1979)', () => {
    const instruments = ['LINK-USD', 'LTC-USD'].map(instrumentOf).map(({ instrument, parameters }) => ({
      instrument,
      parameters: { ...parameters, factorLoading: 0.9 },
    }))
    const simulator = createSimulator({ seed: 3, start: START, instruments })
    const levels = new Map<number, number>()
    const series: [number, number][] = []
    for (const event of simulator.events()) {
      if (event.tsRecv > START + DAY_SECONDS * 1e6) break
      while (event.tsRecv >= START + (series.length + 1) * 1e6) {
        series.push([Math.log(levels.get(10) ?? 1), Math.log(levels.get(11) ?? 1)])
      }
      if (event.type === 'quote') levels.set(event.instrumentId, ((event.bid ?? 0) + (event.ask ?? 0)) / 2)
    }
    const correlation = (span: number): number => {
      const moves = series.flatMap(([one, two], i) => {
        const next = series[i + span]
        return i % span === 0 && next !== undefined ? [[next[0] - one, next[1] - two] as const] : []
      })
      const product = (a: 0 | 1, b: 0 | 1): number => mean(moves.map((move) => move[a] * move[b]))
      return product(0, 1) / Math.sqrt(product(0, 0) * product(1, 1))
    }
    expect(correlation(300)).toBeGreaterThan(0.4)
    expect(correlation(1)).toBeLessThan(0.6 * correlation(300))
  })
})
