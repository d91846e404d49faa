/** Watches the market of a deck for all alerts that are on. */

import type { InstrumentInfo } from '@tapedeck/protocol'
import type { AlertRule } from './alert-rule.ts'
import { SymbolWatch, type AlertListener, type AlertSource } from './symbol-watch.ts'

export class MarketWatch {
  readonly #listener: AlertListener
  readonly #symbols = new Map<string, SymbolWatch>()
  #source: AlertSource | undefined

  constructor(listener: AlertListener) {
    this.#listener = listener
  }

  /** What is watched from now on. Alerts of symbols that the deck does not have wait for one that has. */
  follow(source: AlertSource, instruments: readonly InstrumentInfo[], rules: readonly AlertRule[]): void {
    if (source !== this.#source) this.close()
    this.#source = source
    const wanted = new Map<string, AlertRule[]>()
    for (const rule of rules) if (rule.isOn) wanted.set(rule.symbol, [...(wanted.get(rule.symbol) ?? []), rule])
    const infos = new Map(instruments.filter(({ symbol }) => wanted.has(symbol)).map((info) => [info.symbol, info]))
    for (const [symbol, watch] of this.#symbols) {
      if (infos.has(symbol)) continue
      watch.close()
      this.#symbols.delete(symbol)
    }
    for (const [symbol, info] of infos) {
      const watch = this.#symbols.get(symbol) ?? new SymbolWatch(info, source, this.#listener)
      this.#symbols.set(symbol, watch)
      watch.setRules(wanted.get(symbol) ?? [])
    }
  }

  /** Tape time of a deck that plays, several times a minute. */
  tick(now: number): void {
    for (const watch of this.#symbols.values()) watch.tick(now)
  }

  close(): void {
    for (const watch of this.#symbols.values()) watch.close()
    this.#symbols.clear()
  }
}
