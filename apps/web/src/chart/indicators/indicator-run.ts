/** An indicator along the bars of a chart: all of them once, then one step with every bar that the market adds. */

import type { Bar, InstrumentInfo } from '@tapedeck/protocol'
import type { Calculation, BeginCalculation, Figures } from './indicator.ts'

export class IndicatorRun {
  readonly #begin: BeginCalculation
  #calculation: Calculation | undefined
  /** The newest bar, which may still change. */
  #last: Bar | undefined
  #figures = new Map<number, Figures>()

  constructor(begin: BeginCalculation) {
    this.#begin = begin
  }

  /** Begins anew with all bars. */
  restart(bars: readonly Bar[], info: InstrumentInfo): void {
    this.#calculation = this.#begin(info)
    this.#last = undefined
    this.#figures = new Map()
    for (const bar of bars) this.update(bar)
  }

  /** Takes the newest bar once more, or the one after it, and answers its figures. */
  update(bar: Bar): Figures {
    const last = this.#last
    if (last !== undefined && bar.tsOpen > last.tsOpen) this.#calculation?.accept(last)
    this.#last = bar
    const figures = this.#calculation?.figuresAt(bar) ?? []
    this.#figures.set(bar.tsOpen, figures)
    return figures
  }

  /** The figures at the bar that begins at a time, else at the newest one. */
  at(tsOpen: number | undefined): Figures {
    return this.#figures.get(tsOpen ?? this.#last?.tsOpen ?? 0) ?? []
  }
}
