/** The table of instruments as scenarios change it, while they are checked. */

import type { Instrument } from '@tapedeck/protocol'
import { CALENDAR_NAMES } from '../calendar/calendars.ts'
import { hint } from '../forms/nearest.ts'
import type { Span } from './scenario.ts'

/** When something closes an instrument to usual trading, in tape time. */
export interface Closing {
  readonly from: number
  readonly to: number
  /** What closes it: `scenario halt: steps[2]`, and which kind of step that is. */
  readonly place: string
  readonly kind: string
}

/** An instrument, whatever it is called by now. */
export interface CheckedRow {
  readonly instrument: Instrument
  symbol: string
  /** In units of the last decimal. */
  tickSize: number
  readonly closings: Closing[]
}

export class CheckedMarket {
  private readonly bySymbol = new Map<string, CheckedRow>()
  /** Symbols that are no more, and why: `was delisted at 20s`. */
  private readonly gone = new Map<string, string>()
  private readonly calendars: ReadonlySet<string>
  /** When a listing brings a symbol. */
  private readonly coming = new Map<string, Span>()

  constructor(instruments: readonly Instrument[]) {
    for (const instrument of instruments) this.enter(instrument)
    this.calendars = new Set(instruments.map(({ calendar }) => calendar))
  }

  /** A listing will bring these symbols. */
  expect(symbols: readonly string[], at: Span): void {
    for (const symbol of symbols) this.coming.set(symbol, at)
  }

  /** Calendars of a user's own are known by the instruments that have them. */
  hasCalendar(name: string): boolean {
    return CALENDAR_NAMES.includes(name) || this.calendars.has(name)
  }

  rows(): readonly CheckedRow[] {
    return [...this.bySymbol.values()]
  }

  row(symbol: string): CheckedRow | undefined {
    return this.bySymbol.get(symbol)
  }

  enter(instrument: Instrument): void {
    const { symbol, tickSize } = instrument
    this.bySymbol.set(symbol, { instrument, symbol, tickSize, closings: [] })
  }

  rename(row: CheckedRow, to: string, at: Span): void {
    this.remove(row, `is called ${to} from ${at} on`)
    row.symbol = to
    this.bySymbol.set(to, row)
  }

  leave(row: CheckedRow, at: Span): void {
    this.remove(row, `was delisted at ${at}`)
  }

  /** Why a symbol cannot be taken; undefined where it is free. A tape has no symbol twice, since a symbol is a numbering. */
  whyTaken(symbol: string): string | undefined {
    if (this.bySymbol.has(symbol)) return 'there is an instrument of that symbol'
    return this.gone.has(symbol) ? 'an instrument had that symbol before: take another' : undefined
  }

  /** Why there is no instrument of a symbol. */
  whyUnknown(symbol: string): string {
    const why = this.gone.get(symbol)
    if (why !== undefined) return `which ${why}`
    const at = this.coming.get(symbol)
    if (at !== undefined) return `which is listed only at ${at}`
    return `which is not in the market of ${this.bySymbol.size} instruments${hint(symbol, this.bySymbol.keys())}`
  }

  private remove(row: CheckedRow, why: string): void {
    this.bySymbol.delete(row.symbol)
    this.gone.set(row.symbol, why)
  }
}
