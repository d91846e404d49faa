/**
 * Symbols that something draws follow their quotes; all others are left to what the whole table follows. Who scrolls fast passes many
 * symbols without looking at them, so what is watched is compared with what is followed only now and then.
 */

import { after, nowMs } from './clock.ts'

/** A symbol that can be drawn. */
export interface Drawable {
  /** Set while at least one part of the page draws it. */
  isDrawn: boolean
}

export interface WatchedSymbols<Symbol extends Drawable> {
  /** One more part of the page draws it; returns what ends that. */
  watch(symbol: Symbol): () => void
}

/** What the page may change of its subscriptions: a server takes 20 messages a second. */
const SETTLE_MS = 250

/** Creates the set; `follow` subscribes to one symbol, and returns what ends that. */
export function createWatchedSymbols<Symbol extends Drawable>(
  follow: (symbol: Symbol) => () => void,
): WatchedSymbols<Symbol> {
  const watchers = new Map<Symbol, number>()
  const followed = new Map<Symbol, () => void>()
  let settledMs = -Infinity
  let isScheduled = false

  const settle = (): void => {
    isScheduled = false
    settledMs = nowMs()
    for (const symbol of watchers.keys()) {
      if (!followed.has(symbol)) followed.set(symbol, follow(symbol))
    }
    for (const [symbol, leave] of followed) {
      if (watchers.has(symbol)) continue
      followed.delete(symbol)
      leave()
    }
  }
  const schedule = (): void => {
    if (isScheduled) return
    isScheduled = true
    const waitMs = SETTLE_MS - (nowMs() - settledMs)
    // at the end of the turn, in which a whole screen of rows comes and goes
    if (waitMs <= 0) void Promise.resolve().then(settle)
    else after(waitMs, settle)
  }

  return {
    watch(symbol) {
      watchers.set(symbol, (watchers.get(symbol) ?? 0) + 1)
      symbol.isDrawn = true
      schedule()
      let isOver = false
      return () => {
        if (isOver) return
        isOver = true
        const left = (watchers.get(symbol) ?? 1) - 1
        if (left > 0) watchers.set(symbol, left)
        else {
          watchers.delete(symbol)
          symbol.isDrawn = false
          schedule()
        }
      }
    },
  }
}
