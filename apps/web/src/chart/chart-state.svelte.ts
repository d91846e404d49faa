/** The chart of the selected symbol: its bars, what the legend shows, and how far the loading is. */

import type { Bar, InstrumentInfo, Interval } from '@tapedeck/protocol'
import { after, nowMs } from '../feed/clock.ts'
import type { Feed } from '../feed/feed.svelte.ts'
import type { Flushable } from '../feed/frame-loop.ts'
import { openBarFeed, type BarFeed } from './bar-feed.ts'
import { BarList } from './bar-list.ts'
import type { CandleChart, CandleChartListener } from './candle-chart.ts'
import type { ChartTheme } from './chart-theme.ts'

export type ChartStatus =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'failed'; readonly message: string }

/** Selections that follow each other faster, by a held arrow key, ask the server for the last of them only. */
const SETTLE_MS = 150
/** Beyond this many waiting bars (after hours in a hidden tab) all are drawn anew. */
const MOST_UPDATES = 200

export class ChartState implements Flushable, CandleChartListener {
  status: ChartStatus = $state.raw({ kind: 'loading' })
  /** The newest bar, as drawn. */
  last: Bar | undefined = $state.raw()
  /** The bar under the pointer. */
  pointedBar: Bar | undefined = $state.raw()
  isAway = $state.raw(false)
  readonly #feed: Feed
  readonly #list = new BarList()
  #epoch: string | undefined
  #chart: CandleChart | undefined
  #bars: BarFeed | undefined
  #shown: { readonly info: InstrumentInfo; readonly interval: Interval } | undefined
  #pointedAt: number | undefined
  #openedMs = -Infinity
  #cancelOpen: () => void = () => undefined
  /** What the next frame draws: some bars, or all of them. */
  #updates = new Map<number, Bar>()
  #isAnew = false

  constructor(feed: Feed) {
    this.#feed = feed
  }

  /** Takes the canvas; returns what gives it back. */
  connect(chart: CandleChart): () => void {
    this.#chart = chart
    if (this.#shown !== undefined) chart.setInstrument(this.#shown.info, this.#shown.interval)
    this.#drawAll()
    return () => {
      this.#chart = undefined
      chart.remove()
    }
  }

  /** Shows a symbol's bars. */
  open(info: InstrumentInfo, interval: Interval): void {
    this.#bars?.close()
    this.#bars = undefined
    this.#cancelOpen()
    this.#shown = { info, interval }
    this.#list.clear()
    this.#epoch = undefined
    this.status = { kind: 'loading' }
    this.last = undefined
    this.#pointedAt = undefined
    this.pointedBar = undefined
    this.isAway = false
    this.#chart?.setInstrument(info, interval)
    this.#drawAll()

    const sinceMs = nowMs() - this.#openedMs
    this.#openedMs = nowMs()
    if (sinceMs > SETTLE_MS) this.#load(info, interval)
    else this.#cancelOpen = after(SETTLE_MS, () => this.#load(info, interval))
  }

  retry(): void {
    this.status = { kind: 'loading' }
    this.#bars?.retry()
  }

  scrollToNow(): void {
    this.#chart?.scrollToNow()
  }

  setTheme(theme: ChartTheme): void {
    this.#chart?.setTheme(theme)
    this.#drawAll()
  }

  pointed(tsOpen: number | undefined): void {
    this.#pointedAt = tsOpen
    this.#feed.frames.mark(this)
  }

  scrolledAway(isAway: boolean): void {
    this.isAway = isAway
  }

  nearBeginning(): void {
    const { first, isFull } = this.#list
    if (first !== undefined && !isFull) this.#bars?.loadBefore(first.tsOpen)
  }

  flush(): void {
    if (this.#isAnew || this.#updates.size > MOST_UPDATES || this.#list.trim()) {
      this.#chart?.setBars(this.#list.bars)
    } else {
      const updates = [...this.#updates.values()].sort((a, b) => a.tsOpen - b.tsOpen)
      for (const bar of updates) this.#chart?.updateBar(bar)
    }
    this.#isAnew = false
    this.#updates.clear()
    this.last = this.#list.last
    this.pointedBar = this.#pointedAt === undefined ? undefined : this.#list.at(this.#pointedAt)
    if (this.status.kind === 'empty' && this.last !== undefined) this.status = { kind: 'ready' }
  }

  #load(info: InstrumentInfo, interval: Interval): void {
    this.#bars = openBarFeed(this.#feed.client, info.symbol, interval, {
      newest: (bars, epoch) => {
        // bars of another numbering belong to another market
        if (epoch !== this.#epoch) this.#list.clear()
        this.#epoch = epoch
        this.#list.takeNewest(bars)
        this.status = { kind: bars.length === 0 ? 'empty' : 'ready' }
        this.#drawAll()
      },
      older: (bars) => {
        this.#list.takeOlder(bars)
        this.#drawAll()
      },
      bar: (bar) => {
        this.#feed.countUpdate()
        this.#list.take(bar)
        if (this.#list.at(bar.tsOpen) === bar) this.#updates.set(bar.tsOpen, bar)
        this.#feed.frames.mark(this)
      },
      failed: (message) => {
        this.status = { kind: 'failed', message }
      },
    })
  }

  #drawAll(): void {
    this.#isAnew = true
    this.#updates.clear()
    this.#feed.frames.mark(this)
  }
}
