/** The bars of the symbols that a chart is compared with: each with its own history and its own live bars. */

import { openBars, type Bars, type BarSource } from '@tapedeck/client'
import type { InstrumentInfo, Interval } from '@tapedeck/protocol'
import { BarList } from './bar-list.ts'

export interface ComparedSymbol {
  readonly info: InstrumentInfo
  readonly list: BarList
}

interface Opened extends ComparedSymbol {
  readonly interval: Interval
  readonly feed: Bars
}

export class ComparedBars {
  readonly #source: () => BarSource
  /** Told of every change; `isAnew` of one that is not of the newest bar. */
  readonly #changed: (isAnew: boolean) => void
  #opened: readonly Opened[] = []

  /** `source` answers the deck that is followed when it is asked. */
  constructor(source: () => BarSource, changed: (isAnew: boolean) => void) {
    this.#source = source
    this.#changed = changed
  }

  get symbols(): readonly ComparedSymbol[] {
    return this.#opened
  }

  /** Opens these in an interval, and closes all others. */
  open(instruments: readonly InstrumentInfo[], interval: Interval): void {
    const isWanted = (each: Opened): boolean => each.interval === interval && instruments.includes(each.info)
    for (const each of this.#opened) if (!isWanted(each)) each.feed.close()
    const kept = new Map(this.#opened.filter(isWanted).map((each) => [each.info, each]))
    this.#opened = instruments.map((info) => kept.get(info) ?? this.#begin(info, interval))
    this.#changed(true)
  }

  /** Asks for older bars, where a symbol does not reach back to a time. */
  loadBack(tsOpen: number): void {
    for (const { list, feed } of this.#opened) {
      const { first, isFull } = list
      if (first !== undefined && !isFull && first.tsOpen > tsOpen) feed.loadBefore(first.tsOpen)
    }
  }

  #begin(info: InstrumentInfo, interval: Interval): Opened {
    const list = new BarList()
    const feed = openBars(
      this.#source(),
      { symbol: info.symbol, interval },
      {
        history: (bars) => {
          list.takeNewest(bars)
          this.#changed(true)
        },
        older: (bars) => {
          list.takeOlder(bars)
          this.#changed(true)
        },
        bar: (bar) => {
          const { last } = list
          list.take(bar)
          this.#changed(list.trim() || (last !== undefined && bar.tsOpen < last.tsOpen))
        },
        // where it fails the line stays away; the symbol’s own chart says why
      },
    )
    return { info, interval, list, feed }
  }
}
