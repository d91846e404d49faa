/** The chart of the selected symbol: its bars, what the legend shows, and how far the loading is. */

import { openBars, type Bars } from '@tapedeck/client'
import { dayStartAtOrBefore, micros, type Bar, type Gap, type InstrumentInfo, type Interval } from '@tapedeck/protocol'
import { after, nowMs } from '../feed/clock.ts'
import type { Feed } from '../feed/feed.svelte.ts'
import type { Flushable } from '../feed/frame-loop.ts'
import type { AlertKeeper } from './alerts.ts'
import { BarList } from './bars/bar-list.ts'
import { hearLostBars } from './bars/bar-notices.ts'
import { ComparedBars } from './bars/compared-bars.ts'
import { GapList } from './bars/gap-list.ts'
import type { ChartTheme } from './drawing/chart-theme.ts'
import type { Reading } from './drawing/indicator-lines.ts'
import type { PriceChart, PriceChartListener } from './drawing/price-chart.ts'
import type { CrosshairLink, LinkedChart } from './crosshair-link.ts'
import { DEFAULT_SETTINGS, type ChartSettings } from './settings.ts'

export type ChartStatus =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'failed'; readonly message: string }

/** Selections that follow each other faster, by a held arrow key, ask the server for the last of them only. */
const SETTLE_MS = 150
/** Beyond this many waiting bars (after hours in a hidden tab) all are drawn anew. */
const MOST_UPDATES = 200

export class ChartState implements Flushable, PriceChartListener, LinkedChart {
  status: ChartStatus = $state.raw({ kind: 'loading' })
  /** The newest bar of the market, as drawn. */
  last: Bar | undefined = $state.raw()
  /** The bar under the pointer. */
  pointedBar: Bar | undefined = $state.raw()
  /** What the indicators say of the bar under the pointer, else of the newest one. */
  readings: readonly Reading[] = $state.raw([])
  /** The gap that the bar under the pointer, else the newest one, is part of. */
  gap: Gap | undefined = $state.raw()
  isAway = $state.raw(false)
  readonly #feed: Feed
  readonly #link: CrosshairLink
  readonly #leave: readonly (() => void)[]
  readonly #list = new BarList()
  readonly #gaps = new GapList()
  readonly #compared: ComparedBars
  #epoch: string | undefined
  #settings: ChartSettings = DEFAULT_SETTINGS
  #keeper: AlertKeeper | undefined
  #chart: PriceChart | undefined
  #bars: Bars | undefined
  #shown: { readonly info: InstrumentInfo; readonly interval: Interval } | undefined
  #pointedAt: number | undefined
  /** The newest bar that came, whether or not the newest ones are held. */
  #newest: Bar | undefined
  /** Older bars that wait until the chart is let go, since newer ones go for them. */
  #waiting: readonly Bar[] | undefined
  #openedMs = -Infinity
  #cancelOpen: () => void = () => undefined
  /** What the next frame draws: some bars, or all of them. */
  #updates = new Map<number, Bar>()
  #isAnew = false
  #isComparedAnew = false

  constructor(feed: Feed, link: CrosshairLink) {
    this.#feed = feed
    this.#link = link
    this.#compared = new ComparedBars(
      () => feed.source,
      (isAnew) => {
        this.#isComparedAnew ||= isAnew
        feed.frames.mark(this)
      },
    )
    this.#leave = [link.join(this), hearLostBars(feed, () => this.#bars?.reload()), () => this.#gaps.close()]
  }

  /** Takes the canvas; returns what gives it back. */
  connect(chart: PriceChart): () => void {
    this.#chart = chart
    if (this.#shown !== undefined) chart.setInstrument(this.#shown.info, this.#shown.interval)
    chart.setSettings(this.#settings)
    chart.setAlerts(this.#keeper)
    this.#drawAll()
    return () => {
      this.#chart = undefined
      chart.remove()
    }
  }

  /** The canvas could not be made. */
  failed(message: string): void {
    this.status = { kind: 'failed', message }
  }

  /** Shows a symbol's bars. */
  open(info: InstrumentInfo, interval: Interval): void {
    this.#bars?.close()
    this.#bars = undefined
    this.#cancelOpen()
    this.#shown = { info, interval }
    this.#list.clear()
    this.status = { kind: 'loading' }
    this.last = undefined
    this.#newest = undefined
    this.#waiting = undefined
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

  /** Lets go of everything; nothing is shown any more. */
  close(): void {
    this.#cancelOpen()
    this.#bars?.close()
    this.#compared.open([], this.#shown?.interval ?? '1m')
    for (const leave of this.#leave) leave()
  }

  retry(): void {
    this.status = { kind: 'loading' }
    this.#bars?.reload()
  }

  scrollToNow(): void {
    if (this.#list.isCut) {
      this.#list.clear()
      this.#bars?.reload()
    }
    this.#chart?.scrollToNow()
  }

  fit(): void {
    this.#chart?.fit()
  }

  /** What is drawn, undefined before anything is. */
  picture(): HTMLCanvasElement | undefined {
    return this.#chart?.picture()
  }

  setSettings(settings: ChartSettings): void {
    this.#settings = settings
    this.#compare()
    this.#chart?.setSettings(settings)
    this.#drawAll()
    this.#loadDay()
  }

  setAlerts(keeper: AlertKeeper | undefined): void {
    this.#keeper = keeper
    this.#chart?.setAlerts(keeper)
  }

  setTheme(theme: ChartTheme): void {
    this.#chart?.setTheme(theme)
    this.#drawAll()
  }

  pointed(tsOpen: number | undefined): void {
    this.#pointedAt = tsOpen
    this.#feed.frames.mark(this, true)
    this.#link.point(this, tsOpen)
  }

  follow(ts: number | undefined): void {
    const bar = ts === undefined ? undefined : this.#list.around(ts)
    this.#pointedAt = bar?.tsOpen
    this.#chart?.point(bar)
    this.#feed.frames.mark(this, true)
  }

  scrolledAway(isAway: boolean): void {
    this.isAway = isAway || this.#list.isCut
  }

  nearBeginning(): void {
    const { first } = this.#list
    if (first === undefined || this.#waiting !== undefined) return
    this.#bars?.loadBefore(first.tsOpen)
    this.#compared.loadBack(first.tsOpen)
  }

  released(): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    if (waiting !== undefined) this.#takeOlder(waiting)
  }

  flush(): void {
    const isAnew = this.#list.trim() || this.#isAnew || this.#updates.size > MOST_UPDATES
    if (isAnew) {
      this.#chart?.setBars(this.#list.bars)
    } else {
      const updates = [...this.#updates.values()].sort((a, b) => a.tsOpen - b.tsOpen)
      for (const bar of updates) this.#chart?.updateBar(bar)
    }
    if (isAnew || this.#isComparedAnew) this.#chart?.setCompared(this.#compared.symbols, this.#list.bars)
    else if (this.#list.last !== undefined) this.#chart?.updateCompared(this.#list.last)
    this.#isAnew = false
    this.#isComparedAnew = false
    this.#updates.clear()
    this.last = this.#newest
    this.pointedBar = this.#pointedAt === undefined ? undefined : this.#list.at(this.#pointedAt)
    this.readings = this.#chart?.readings(this.pointedBar) ?? []
    const told = this.pointedBar ?? this.last
    this.gap = told === undefined ? undefined : this.#gaps.touching(told)
    if (this.#shown !== undefined) this.#chart?.setGaps(this.#gaps.spans(this.#shown.info.symbol, this.#list))
    if (this.status.kind === 'empty' && this.last !== undefined) this.status = { kind: 'ready' }
  }

  #compare(): void {
    if (this.#shown === undefined) return
    const { info, interval } = this.#shown
    const others = this.#settings.compared.flatMap((symbol) => {
      const known = this.#feed.symbols?.find((each) => each.info.symbol === symbol)?.info
      return known === undefined || symbol === info.symbol ? [] : [known]
    })
    this.#compared.open(others, interval)
  }

  #load(info: InstrumentInfo, interval: Interval): void {
    this.#compare()
    // it may be that of another deck
    this.#epoch = undefined
    this.#gaps.follow(this.#feed.gaps, () => this.#feed.frames.mark(this))
    this.#bars = openBars(
      this.#feed.source,
      { symbol: info.symbol, interval },
      {
        history: (bars, { epoch }) => this.#takeNewest(bars, epoch),
        older: (bars) => {
          // the chart counts from the newest bar: it would jump in the hand that holds it
          if (this.#chart?.isHeld === true && this.#list.isFull) this.#waiting = bars
          else this.#takeOlder(bars)
        },
        bar: (bar) => {
          this.#feed.countUpdate()
          this.#takeBar(bar)
        },
        failed: ({ message }) => this.failed(message),
      },
    )
  }

  #takeNewest(bars: readonly Bar[], epoch: string): void {
    // bars of another numbering belong to another market
    if (epoch !== this.#epoch) this.#list.clear()
    if (epoch !== this.#epoch && this.#epoch !== undefined) this.#gaps.clear()
    this.#epoch = epoch
    this.#newest = bars.at(-1)
    // who reads far back is not taken away from there
    if (!this.#list.isCut) this.#list.takeNewest(bars)
    this.status = { kind: bars.length === 0 ? 'empty' : 'ready' }
    this.#drawAll()
    this.#loadDay()
  }

  #takeOlder(bars: readonly Bar[]): void {
    this.#list.takeOlder(bars)
    this.#compared.loadBack(this.#list.first?.tsOpen ?? 0)
    this.isAway ||= this.#list.isCut
    this.#drawAll()
    this.#loadDay()
  }

  #takeBar(bar: Bar): void {
    const { last } = this.#list
    this.#list.take(bar)
    if (this.#newest === undefined || bar.tsOpen >= this.#newest.tsOpen) this.#newest = bar
    // a correction changes the indicators of every bar after it
    if (last !== undefined && bar.tsOpen < last.tsOpen) this.#isAnew = true
    else if (this.#list.at(bar.tsOpen) === bar) this.#updates.set(bar.tsOpen, bar)
    this.#feed.frames.mark(this)
  }

  /** An average of the day needs the bars since it began, as far as they can be held. */
  #loadDay(): void {
    const { first, last, isFull } = this.#list
    const dayStart = this.#shown?.info.dayStart
    if (!this.#settings.indicators.includes('vwap') || isFull || first === undefined || dayStart === undefined) return
    if (first.tsOpen > dayStartAtOrBefore(micros(last?.tsOpen ?? 0), dayStart)) this.#bars?.loadBefore(first.tsOpen)
  }

  #drawAll(): void {
    this.#isAnew = true
    this.#updates.clear()
    this.#feed.frames.mark(this, true)
  }
}
