/** The indicators' calculations, as the field defines them, of the bars' closing prices. */

import { dayStartAtOrBefore, micros, nextDayStart, type Bar } from '@tapedeck/protocol'
import { exponentialAverage, simpleAverage, wilderAverage, Window, type Average } from './averages.ts'
import type { BeginCalculation, Calculation } from './indicator.ts'

/** Simple moving average. */
export function sma(length: number): BeginCalculation {
  return () => ofCloses(simpleAverage(length))
}

/** Exponential moving average. */
export function ema(length: number): BeginCalculation {
  return () => ofCloses(exponentialAverage(length))
}

/**
 * Volume-weighted average price since the instrument's day began, each bar at the mean of its high, low and close. Unknown until a
 * day begins within the bars, since the volume before the first of them is not known.
 */
export const vwap: BeginCalculation = ({ dayStart }) => {
  let day: { readonly ends: number; readonly isWhole: boolean } | undefined
  let volume = 0
  let notional = 0
  const dayOf = (bar: Bar): NonNullable<typeof day> => {
    if (day !== undefined && bar.tsOpen < day.ends) return day
    const opens = dayStartAtOrBefore(micros(bar.tsOpen), dayStart)
    const isWhole = day !== undefined || bar.tsOpen === opens
    return { ends: nextDayStart(micros(bar.tsOpen), dayStart), isWhole }
  }
  /** The sums of the day with a bar in it. */
  const sumsWith = (bar: Bar, isSame: boolean): readonly [volume: number, notional: number] => [
    (isSame ? volume : 0) + bar.volume,
    (isSame ? notional : 0) + (bar.volume * (bar.high + bar.low + bar.close)) / 3,
  ]
  return {
    figuresAt(bar) {
      const its = dayOf(bar)
      const [traded, paid] = sumsWith(bar, its === day)
      return [its.isWhole && traded > 0 ? paid / traded : undefined]
    },
    accept(bar) {
      const its = dayOf(bar)
      ;[volume, notional] = sumsWith(bar, its === day)
      day = its
    },
  }
}

/** Bollinger bands: the simple average, and `width` standard deviations above and below it. */
export function bollinger(length: number, width: number): BeginCalculation {
  return () => {
    const window = new Window(length - 1)
    return {
      figuresAt({ close }) {
        if (!window.isFull) return [undefined, undefined, undefined]
        const mean = (window.sum() + close) / length
        let squares = (close - mean) ** 2
        for (const value of window.values) squares += (value - mean) ** 2
        const band = width * Math.sqrt(squares / length)
        return [mean, mean + band, mean - band]
      },
      accept: ({ close }) => window.push(close),
    }
  }
}

/** Relative strength index after Wilder, 0 to 100; 50 where nothing moved. */
export function rsi(length: number): BeginCalculation {
  return () => {
    const gains = wilderAverage(length)
    const losses = wilderAverage(length)
    let before: number | undefined
    return {
      figuresAt({ close }) {
        if (before === undefined) return [undefined]
        const gain = gains.at(Math.max(0, close - before))
        const loss = losses.at(Math.max(0, before - close))
        if (gain === undefined || loss === undefined) return [undefined]
        return [gain + loss === 0 ? 50 : (100 * gain) / (gain + loss)]
      },
      accept({ close }) {
        if (before !== undefined) {
          gains.accept(Math.max(0, close - before))
          losses.accept(Math.max(0, before - close))
        }
        before = close
      },
    }
  }
}

/** Moving average convergence and divergence: fast minus slow average, its own average as the signal, and how far they are apart. */
export function macd(fast: number, slow: number, signal: number): BeginCalculation {
  return () => {
    const fastAverage = exponentialAverage(fast)
    const slowAverage = exponentialAverage(slow)
    const signalAverage = exponentialAverage(signal)
    const distanceAt = (close: number): number | undefined => {
      const [quick, calm] = [fastAverage.at(close), slowAverage.at(close)]
      return quick === undefined || calm === undefined ? undefined : quick - calm
    }
    return {
      figuresAt({ close }) {
        const distance = distanceAt(close)
        const line = distance === undefined ? undefined : signalAverage.at(distance)
        return [distance, line, distance === undefined || line === undefined ? undefined : distance - line]
      },
      accept({ close }) {
        const distance = distanceAt(close)
        if (distance !== undefined) signalAverage.accept(distance)
        fastAverage.accept(close)
        slowAverage.accept(close)
      },
    }
  }
}

function ofCloses(average: Average): Calculation {
  return { figuresAt: ({ close }) => [average.at(close)], accept: ({ close }) => average.accept(close) }
}
