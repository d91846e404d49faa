/** The market: every instrument's state, and the one order in which boundaries and events reach it. */

import {
  checkInstrument,
  intervalOf,
  TapedeckError,
  type BarState,
  type HistoryBar,
  type Instrument,
  type InstrumentEvent,
  type Interval,
  type Micros,
  type QuoteEvent,
  type Seq,
  type SourceEvent,
  type StatsState,
  type StatusEvent,
  type TradeEvent,
} from '@tapedeck/protocol'
import { HistoryFold } from './history-fold.ts'
import { checkSamePrecisions, inOrderOfIds, InstrumentState } from './instrument-state.ts'
import { loadMarket } from './load-market.ts'
import type {
  BarAnswer,
  BarRange,
  BookState,
  Market,
  MarketListener,
  MarketOptions,
  MarketSelection,
} from './market-face.ts'
import { checkOptions } from './market-options.ts'
import { saveMarket } from './save-market.ts'

/** Creates the state of a market in which nothing has happened yet. Throws `BAD_INSTRUMENT` and `BAD_OPTION`. */
export function createMarket(
  instruments: readonly Instrument[],
  options: MarketOptions = {},
  listener: MarketListener = {},
): Market {
  return new FoldedMarket(instruments, checkOptions(options), listener)
}

class FoldedMarket implements Market {
  readonly #options: Required<MarketOptions>
  readonly #listener: MarketListener
  #states = new Map<number, InstrumentState>()
  /** Symbols of instruments that have not ended. */
  #symbols = new Map<string, InstrumentState>()
  /** By id: the order of boundaries that fall on one instant. */
  #ordered: InstrumentState[] = []
  #time = 0 as Micros
  /** The earliest boundary of any instrument, so that an event that passes none costs one comparison. */
  #nextBoundary = Infinity
  #touched = false

  constructor(instruments: readonly Instrument[], options: Required<MarketOptions>, listener: MarketListener) {
    this.#options = options
    this.#listener = listener
    for (const instrument of instruments) {
      if (this.#states.has(instrument.id) || this.#symbols.has(instrument.symbol)) {
        throw new TapedeckError(
          'BAD_INSTRUMENT',
          `instrument ${instrument.symbol}: its id ${instrument.id} or its symbol stands twice in the table`,
          { symbol: instrument.symbol, id: instrument.id },
        )
      }
      this.#enter(instrument)
    }
  }

  get time(): Micros {
    return this.#time
  }

  instruments(): readonly Instrument[] {
    return this.#ordered.filter((state) => !state.ended).map((state) => state.instrument)
  }

  instrument(instrumentId: number): Instrument | undefined {
    return this.#states.get(instrumentId)?.instrument
  }

  instrumentOf(symbol: string): Instrument | undefined {
    return this.#symbols.get(symbol)?.instrument
  }

  loadHistory(bars: Iterable<HistoryBar>, start: Micros): void {
    if (this.#touched || start < this.#time) {
      throw new TapedeckError(
        'INTERNAL',
        'history is loaded once, before the first event: create another market for it',
      )
    }
    this.#touched = true
    const folds = new Map<number, HistoryFold>()
    for (const bar of bars) {
      let fold = folds.get(bar.instrumentId)
      if (fold === undefined) {
        fold = new HistoryFold(this.#stateOf(bar.instrumentId, 'a history bar'), start)
        folds.set(bar.instrumentId, fold)
      }
      fold.add(bar)
    }
    for (const fold of folds.values()) fold.end()
    this.#findBoundary()
    this.#time = start
  }

  /** Hot path: no allocation, and one comparison where no boundary has passed. */
  apply(event: SourceEvent): void {
    const time = event.tsRecv
    if (!(time >= this.#time)) {
      throw new TapedeckError(
        'TAPE_CORRUPT',
        `a ${event.type} event has tape time ${time}, before ${this.#time}: tape time never decreases`,
        { type: event.type, tsRecv: time, time: this.#time },
      )
    }
    if (time >= this.#nextBoundary) this.#passBoundaries(time)
    this.#time = time
    this.#touched = true
    switch (event.type) {
      case 'quote': {
        const state = this.#stateOf(event.instrumentId, event.type)
        state.applyQuote(event)
        this.#noteBoundary(state)
        return
      }
      case 'trade': {
        const state = this.#stateOf(event.instrumentId, event.type)
        state.applyTrade(event)
        this.#noteBoundary(state)
        return
      }
      case 'trade-bust':
        this.#stateOf(event.instrumentId, event.type).applyBust(event)
        return
      case 'status':
        this.#stateOf(event.instrumentId, event.type).status = event
        return
      case 'instrument':
        this.#applyInstrument(event)
        return
      case 'book':
        this.#stateOf(event.instrumentId, event.type).book.apply(event)
        return
      case 'gap':
        if (event.instrumentId !== null) this.#stateOf(event.instrumentId, event.type)
        return
      case 'marker':
      case 'opaque':
        return
    }
  }

  advanceTo(time: Micros): void {
    if (!Number.isSafeInteger(time)) {
      throw new TapedeckError('BAD_OPTION', `${String(time)} is not a tape time in whole microseconds`, { time })
    }
    if (time <= this.#time) return
    if (time >= this.#nextBoundary) this.#passBoundaries(time)
    this.#time = time
  }

  quote(instrumentId: number): QuoteEvent | undefined {
    return this.#states.get(instrumentId)?.quote
  }

  book(instrumentId: number, depth = Infinity): BookState | undefined {
    return this.#states.get(instrumentId)?.book.toState(instrumentId, depth)
  }

  status(instrumentId: number): StatusEvent | undefined {
    return this.#states.get(instrumentId)?.status
  }

  trades(instrumentId: number): readonly TradeEvent[] {
    return this.#states.get(instrumentId)?.trades.toArray() ?? []
  }

  stats(instrumentId: number): StatsState | undefined {
    return this.#states.get(instrumentId)?.stats.toState(instrumentId)
  }

  runningBar(instrumentId: number, interval: Interval): BarState | undefined {
    return this.#states.get(instrumentId)?.seriesOf(interval).runningState()
  }

  bars(instrumentId: number, interval: Interval, range: BarRange): BarAnswer {
    const state = this.#states.get(instrumentId)
    return state === undefined ? { bars: [], hasMore: false, seq: 0 as Seq } : state.seriesOf(interval).bars(range)
  }

  seqOf(instrumentId: number, channel: 'trade' | 'stats' | `bar:${Interval}`): Seq {
    const state = this.#states.get(instrumentId)
    if (state === undefined) return 0 as Seq
    if (channel === 'trade') return state.tradeSeq
    const interval = intervalOf(channel)
    return interval === undefined ? state.stats.seq : state.seriesOf(interval).seq
  }

  save(selection: MarketSelection = {}): Uint8Array {
    const holdsSymbol = (state: InstrumentState): boolean => this.#symbols.get(state.instrument.symbol) === state
    return saveMarket(this.#ordered, holdsSymbol, this.#time, selection)
  }

  load(bytes: Uint8Array): void {
    const { time, states, symbols } = loadMarket(bytes, this.#options, this.#listener)
    this.#states = new Map(states)
    this.#symbols = new Map(symbols)
    this.#ordered = inOrderOfIds(this.#states)
    this.#time = time
    this.#touched = true
    this.#findBoundary()
  }

  #stateOf(instrumentId: number, what: string): InstrumentState {
    const state = this.#states.get(instrumentId)
    if (state === undefined) {
      throw new TapedeckError(
        'TAPE_CORRUPT',
        `${what}: no instrument has entered the tape with the id ${instrumentId}; an instrument event must come first`,
        { instrumentId },
      )
    }
    return state
  }

  #applyInstrument({ action, instrument, instrumentId }: InstrumentEvent): void {
    if (instrument.id !== instrumentId) {
      throw new TapedeckError(
        'TAPE_CORRUPT',
        `instrument ${instrument.symbol}: its event is for the id ${instrumentId}, its data has ${instrument.id}`,
        { instrumentId, id: instrument.id },
      )
    }
    if (action === 'enter' && !this.#states.has(instrumentId)) {
      this.#enter(instrument)
      return
    }
    const state = this.#stateOf(instrumentId, `instrument ${action}`)
    if (action === 'end') this.#end(state)
    else this.#replace(state, instrument)
  }

  #enter(instrument: Instrument): void {
    const state = new InstrumentState(checkInstrument(instrument), this.#options, this.#listener)
    const before = instrument.replaces === undefined ? undefined : this.#states.get(instrument.replaces)
    if (before?.instrument.symbol === instrument.symbol) state.continueNumbers(before)
    this.#states.set(instrument.id, state)
    this.#symbols.set(instrument.symbol, state)
    this.#ordered = inOrderOfIds(this.#states)
  }

  #replace(state: InstrumentState, instrument: Instrument): void {
    const before = state.instrument
    checkInstrument(instrument)
    checkSamePrecisions(before, instrument)
    this.#forgetSymbol(state)
    state.instrument = instrument
    state.ended = false
    this.#symbols.set(instrument.symbol, state)
  }

  #end(state: InstrumentState): void {
    state.ended = true
    this.#forgetSymbol(state)
  }

  /** A symbol may have gone over to another id already. */
  #forgetSymbol(state: InstrumentState): void {
    const { symbol } = state.instrument
    if (this.#symbols.get(symbol) === state) this.#symbols.delete(symbol)
  }

  #noteBoundary(state: InstrumentState): void {
    if (state.nextBoundary < this.#nextBoundary) this.#nextBoundary = state.nextBoundary
  }

  /** Every boundary at or before `target`, in the order (time, symbol, interval). */
  #passBoundaries(target: Micros): void {
    while (this.#nextBoundary <= target) {
      const time = this.#nextBoundary as Micros
      this.#time = time
      for (const state of this.#ordered) {
        if (state.nextBoundary === time) state.passBoundary(time, target)
      }
      this.#findBoundary()
    }
  }

  #findBoundary(): void {
    let boundary = Infinity
    for (const state of this.#ordered) if (state.nextBoundary < boundary) boundary = state.nextBoundary
    this.#nextBoundary = boundary
  }
}
