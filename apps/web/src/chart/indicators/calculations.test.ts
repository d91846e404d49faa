import { MICROS_PER_HOUR, MICROS_PER_MINUTE, type Bar } from '@tapedeck/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barAt } from '../bars/bar.fixture.ts'
import { bollinger, ema, macd, rsi, sma, vwap } from './calculations.ts'
import { IndicatorRun } from './indicator-run.ts'
import type { BeginCalculation, Figures } from './indicator.ts'
import { infoOf } from './info.fixture.ts'

const barsOf = (closes: readonly number[]): Bar[] => closes.map((close, minute) => barAt(minute, 0, close))
function along(begin: BeginCalculation, bars: readonly Bar[], info = infoOf()): readonly Figures[] {
  const run = new IndicatorRun(begin)
  run.restart(bars, info)
  return bars.map((bar) => run.at(bar.tsOpen))
}
const rounded = (figures: readonly Figures[]): (string | undefined)[] => figures.map(([value]) => value?.toFixed(2))

/** The closes that books on Wilder's index calculate by hand, and what they find. */
const WILDER = [
  44.34, 44.09, 44.15, 43.61, 44.33, 44.83, 45.1, 45.42, 45.84, 46.08, 45.89, 46.03, 45.61, 46.28, 46.28, 46.0, 46.03,
]

describe('an indicator', () => {
  it('SMA is the mean of the last closes, once there are enough', () => {
    expect(rounded(along(sma(3), barsOf([1, 2, 6, 7])))).toEqual([undefined, undefined, '3.00', '5.00'])
  })

  it('EMA begins with the mean, and then weighs the newest by 2 / (n + 1)', () => {
    expect(rounded(along(ema(3), barsOf([1, 2, 6, 7, 9])))).toEqual([undefined, undefined, '3.00', '5.00', '7.00'])
  })

  it('RSI is that of the books', () => {
    expect(rounded(along(rsi(14), barsOf(WILDER))).slice(13)).toEqual([undefined, '70.46', '66.25', '66.48'])
    expect(rounded(along(rsi(2), barsOf([5, 5, 5])))).toEqual([undefined, undefined, '50.00'])
    expect(rounded(along(rsi(2), barsOf([5, 6, 7])))).toEqual([undefined, undefined, '100.00'])
  })

  it('Bollinger bands are two deviations wide to each side', () => {
    // mean 5 and deviation 2, the textbook case
    const [figures] = along(bollinger(8, 2), barsOf([2, 4, 4, 4, 5, 5, 7, 9])).slice(-1)
    expect(figures).toEqual([5, 9, 1])
  })

  it('MACD is the distance of two averages, with the average of that', () => {
    const closes = [1, 2, 6, 7, 9, 4]
    const fast = along(ema(2), barsOf(closes)).map(([value]) => value)
    const slow = along(ema(3), barsOf(closes)).map(([value]) => value)
    const distances = closes.flatMap((_, index) => {
      const [quick, calm] = [fast[index], slow[index]]
      return quick === undefined || calm === undefined ? [] : [quick - calm]
    })
    const signals = along(ema(2), barsOf(distances)).map(([value]) => value)
    const shown = along(macd(2, 3, 2), barsOf(closes)).slice(2)
    expect(shown.map(([distance]) => distance)).toEqual(distances)
    expect(shown.map(([, signal]) => signal)).toEqual(signals)
    expect(shown.at(-1)?.[2]).toBe((distances.at(-1) ?? 0) - (signals.at(-1) ?? 0))
  })
})

describe('the volume-weighted average', () => {
  const traded = (minute: number, price: number, volume: number): Bar => ({
    ...barAt(minute, 0, price),
    ...{ high: price, low: price, volume },
  })

  it('weighs by volume, and begins anew with the day of the instrument', () => {
    const day = 24 * 60
    const bars = [traded(0, 10, 1), traded(1, 20, 3), traded(day - 1, 30, 0), traded(day, 7, 2)]
    expect(rounded(along(vwap, bars))).toEqual(['10.00', '17.50', '17.50', '7.00'])
  })

  it('is unknown while the beginning of its day is', () => {
    const day = 24 * 60
    expect(rounded(along(vwap, [traded(5, 10, 1), traded(6, 20, 1), traded(day + 5, 30, 1)]))).toEqual([
      undefined,
      undefined,
      '30.00',
    ])
  })

  it('follows the day of the exchange, not that of UTC', () => {
    const info = infoOf({ dayStart: { time: '00:00', timeZone: 'Asia/Tokyo' } })
    // midnight in Tokyo is 15:00 in UTC
    const minute = (15 * MICROS_PER_HOUR) / MICROS_PER_MINUTE
    expect(rounded(along(vwap, [traded(minute - 1, 10, 1), traded(minute, 20, 1)], info))).toEqual([undefined, '20.00'])
  })

  it('is unknown where nothing was traded', () => {
    expect(rounded(along(vwap, [traded(0, 10, 0)]))).toEqual([undefined])
  })
})

it.each([
  ['sma', sma(4)],
  ['ema', ema(4)],
  ['vwap', vwap],
  ['bollinger', bollinger(4, 2)],
  ['rsi', rsi(4)],
  ['macd', macd(2, 4, 3)],
])('%s is the same whether bars come at once or one by one, each changing many times', (_name, begin) => {
  const closes = fc.array(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 3 }), {
    maxLength: 30,
  })
  fc.assert(
    fc.property(closes, (changes) => {
      const run = new IndicatorRun(begin)
      run.restart([], infoOf())
      changes.forEach((values, minute) => values.forEach((close) => run.update(barAt(minute, 0, close))))
      const bars = barsOf(changes.map((values) => values.at(-1) ?? 0))
      expect(bars.map((bar) => run.at(bar.tsOpen))).toEqual(along(begin, bars))
    }),
  )
})
