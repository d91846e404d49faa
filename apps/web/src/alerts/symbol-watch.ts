/** Watches one symbol for its alerts, by a subscription of its own: symbols without alerts cost nothing. */

import type { MarketView, Numbering, Subscription } from '@tapedeck/client'
import {
  MICROS_PER_SECOND,
  type Channel,
  type InstrumentInfo,
  type Notice,
  type Quote,
  type Snapshot,
  type Stats,
  type Trade,
  type TradingStatus,
} from '@tapedeck/protocol'
import { spreadFigures } from '../feed/symbol-view.ts'
import type { AlertKind, AlertRule, Crossing } from './alert-rule.ts'
import { RuleWatch } from './rule-watch.ts'

/** An alert has fired. */
export interface Firing {
  readonly rule: AlertRule
  readonly crossing: Crossing
  /** The figure that crossed the level. */
  readonly value: number
  /** Tape time, Unix microseconds. */
  readonly at: number
}

export interface AlertListener {
  fired(firing: Firing): void
  refused(notice: Notice): void
}

/** Where the market comes from. */
export type AlertSource = Pick<MarketView, 'subscribe'>

export class SymbolWatch {
  readonly info: InstrumentInfo
  readonly #source: AlertSource
  readonly #listener: AlertListener
  #watches: readonly RuleWatch[] = []
  #values = new Map<AlertKind, number>()
  #channels = ''
  #subscription: Subscription | undefined
  #numbering: Numbering | undefined
  /** Number of the last trade that was heard, undefined while trades are not followed. */
  #tradeSeq: number | undefined
  #quoteAt: number | undefined
  #status: TradingStatus | null = null

  constructor(info: InstrumentInfo, source: AlertSource, listener: AlertListener) {
    this.info = info
    this.#source = source
    this.#listener = listener
  }

  /** The alerts from now on; what the former ones have seen of the market stays known. */
  setRules(rules: readonly AlertRule[]): void {
    this.#watches = rules.map((rule) => this.#watches.find((watch) => watch.rule === rule) ?? this.#begin(rule))
    this.#subscribe([...new Set(rules.flatMap(({ kind }) => this.#channelsOf(kind)))].sort())
  }

  /** Tape time goes on while nothing comes. */
  tick(now: number): void {
    // nobody quotes while the venue rests
    const isTraded = this.#status === null || this.#status === 'trading'
    if (this.#quoteAt !== undefined && isTraded) this.#hear('stale', (now - this.#quoteAt) / MICROS_PER_SECOND, now)
  }

  close(): void {
    this.#subscription?.unsubscribe()
    this.#subscription = undefined
  }

  /** It begins where the market is now. */
  #begin(rule: AlertRule): RuleWatch {
    const watch = new RuleWatch(rule)
    const value = this.#values.get(rule.kind)
    if (value !== undefined && rule.kind !== 'spread' && rule.kind !== 'stale') watch.hear(value, 0)
    return watch
  }

  #channelsOf(kind: AlertKind): readonly Channel[] {
    if (kind === 'price') return this.#hasTrades ? ['stats', 'trade'] : ['stats']
    if (kind === 'percent') return ['stats']
    return kind === 'spread' ? ['quote'] : ['quote', 'status']
  }

  /** Whether its price is that of the last trade. Every trade comes, of other values only the newest. */
  get #hasTrades(): boolean {
    return this.info.barSource === 'trade'
  }

  #subscribe(channels: readonly Channel[]): void {
    if (this.#channels === channels.join()) return
    this.#channels = channels.join()
    const before = this.#subscription
    this.#subscription = this.#source.subscribe(
      { symbols: [this.info.symbol], channels },
      {
        snapshot: (snapshot, numbering) => this.#takeSnapshot(snapshot, numbering),
        quote: (quote) => this.#takeQuote(quote),
        trade: (trade) => this.#takeTrade(trade),
        stats: (stats) => this.#takeStats(stats),
        status: ({ status }) => {
          this.#status = status
        },
        refused: (notice) => this.#listener.refused(notice),
      },
    )
    before?.unsubscribe()
  }

  #takeSnapshot(snapshot: Snapshot, numbering: Numbering): void {
    const isAnew = this.#numbering?.epoch !== numbering.epoch || this.#numbering.take !== numbering.take
    if (isAnew) this.#restart(numbering)
    if (snapshot.channel === 'stats' && snapshot.data !== null) this.#takeStats(snapshot.data)
    else if (snapshot.channel === 'quote' && snapshot.data !== null) this.#takeQuote(snapshot.data)
    else if (snapshot.channel === 'status') this.#status = snapshot.data?.status ?? null
    else if (snapshot.channel === 'trade') {
      // those that came while there was no connection; at the beginning all of them are old
      if (this.#tradeSeq !== undefined) for (const trade of snapshot.data) this.#takeTrade(trade)
      this.#tradeSeq = snapshot.seq
    }
  }

  #restart(numbering: Numbering): void {
    this.#numbering = numbering
    this.#values = new Map()
    this.#tradeSeq = undefined
    this.#quoteAt = undefined
    for (const watch of this.#watches) watch.restart()
  }

  #takeTrade({ seq, condition, price, tsRecv }: Trade): void {
    if (seq <= (this.#tradeSeq ?? 0)) return
    this.#tradeSeq = seq
    // a late one is no price of now
    if (condition !== 'late') this.#hear('price', price, tsRecv)
  }

  #takeStats({ last, changePercent, tsRecv }: Stats): void {
    // it may be ahead of the trades that are still to come
    const isByTrades = this.#channels.includes('trade') && this.#values.has('price')
    if (last !== null && !isByTrades) this.#hear('price', last, tsRecv)
    if (changePercent !== null) this.#hear('percent', changePercent, tsRecv)
  }

  #takeQuote(quote: Quote): void {
    this.#quoteAt = quote.tsRecv
    this.#hear('stale', 0, quote.tsRecv)
    const { basisPoints } = spreadFigures(quote)
    if (basisPoints !== null) this.#hear('spread', basisPoints, quote.tsRecv)
  }

  #hear(kind: AlertKind, value: number, at: number): void {
    this.#values.set(kind, value)
    for (const watch of this.#watches) {
      if (watch.rule.kind !== kind) continue
      const crossing = watch.hear(value, at)
      if (crossing !== undefined) this.#listener.fired({ rule: watch.rule, crossing, value, at })
    }
  }
}
