/** The market at work: rows take their turns in the order of time, scenarios begin between them, and events come out one by one. */

import { parseSpan, type Instrument, type JsonValue, type Micros, type SourceEvent } from '@tapedeck/protocol'
import type { CalendarDefinition } from '../calendar/calendar.ts'
import { HoursTable } from '../calendar/hours.ts'
import type { SimulatedInstrument } from '../instruments/simulated-instrument.ts'
import { actionsOf } from '../scenario/actions.ts'
import { MOST_LISTINGS, type Scenario, type Step } from '../scenario/scenario.ts'
import { EventQueue } from './event-queue.ts'
import { EventWriter } from './event-writer.ts'
import { drawOpening } from './opening.ts'
import type { RowScript, SavedScript } from './row-script.ts'
import { FIELD, NOT_BEGUN, Rows, type RowInfo } from './rows.ts'
import type { InstrumentTable } from './instrument-changes.ts'
import { Scripts } from './scripts.ts'
import { Session, type Override } from './session.ts'
import type { SavedState } from './state.ts'
import { Trading } from './trading.ts'

/** What comes between the rows. */
type Entry =
  | { readonly time: Micros; readonly scenario: Scenario }
  | { readonly time: Micros; readonly step: Step; readonly id: string }

/** A row as a checkpoint holds it. */
interface SavedRow {
  readonly simulated: SimulatedInstrument
  readonly instrument: Instrument
}

/** Everything that the engine goes on from, as plain data. */
export interface SavedEngine {
  readonly state: SavedState
  readonly rows: readonly SavedRow[]
  readonly symbols: readonly (readonly [string, number])[]
  readonly time: number
  readonly lastId: number
  readonly starts: number
  readonly entries: readonly Entry[]
  readonly overrides: readonly (readonly [number, Override])[]
  readonly scripts: readonly (readonly [number, SavedScript])[]
  readonly markers: number
  readonly waiting: readonly SourceEvent[]
}

export interface EngineOptions {
  readonly seed: number
  readonly start: Micros
  readonly instruments: readonly SimulatedInstrument[]
  readonly calendars: readonly CalendarDefinition[]
}

export class Engine {
  private readonly options: EngineOptions
  private readonly hours: HoursTable
  private readonly rows: Rows
  private readonly writer: EventWriter
  private readonly trading: Trading
  private readonly session: Session
  private readonly scripts: Scripts
  private readonly queue: EventQueue
  private readonly symbols = new Map<string, number>()
  private entries: Entry[] = []
  private starts = 0
  /** Rows that have told nothing yet. */
  private notBegun = 0
  private lastId: number
  /** Everything up to this time is decided. */
  time: number

  constructor(options: EngineOptions) {
    const { seed, start, instruments } = options
    const capacity = instruments.length + MOST_LISTINGS
    const names = new Set(instruments.flatMap(({ parameters: { factor } }) => (factor === null ? [] : [factor])))
    const scripts = new Map<number, RowScript>()
    this.options = options
    this.hours = new HoursTable(options.calendars)
    this.rows = new Rows(capacity, seed, start, [...names].sort())
    this.writer = new EventWriter(this.rows)
    this.trading = new Trading(this.rows, this.writer, scripts)
    this.session = new Session(this.rows, this.writer, this.trading, seed)
    const { rows, writer, trading, session } = this
    this.scripts = new Scripts(scripts, { rows, writer, trading, session }, this.instrumentTable())
    this.queue = new EventQueue(capacity)
    this.time = start - 1
    this.lastId = instruments.reduce((most, { instrument }) => Math.max(most, instrument.id), 0)
  }

  /** Opens all rows at the start. */
  begin(): void {
    const { start, instruments } = this.options
    this.time = start
    for (const simulated of instruments) this.openRow(simulated, simulated.instrument, start)
    this.findNext()
  }

  /** No event comes before this time. Asking makes nothing happen. */
  get nextTime(): number {
    const waiting = this.writer.made.peek()
    if (waiting !== undefined) return waiting.tsRecv
    return Math.min(this.entries[0]?.time ?? Infinity, this.queue.time)
  }

  /** The next event; undefined where none comes up to a time. */
  next(limit: number): SourceEvent | undefined {
    const { made } = this.writer
    let event = made.peek()
    while (event === undefined) {
      if (this.nextTime > limit) return undefined
      this.turn()
      event = made.peek()
    }
    if (event.tsRecv > limit) return undefined
    made.drop()
    return event
  }

  /** Starts a scenario at a time that has not come yet. */
  schedule(scenario: Scenario, time: Micros): void {
    this.addEntries([{ time, scenario }])
  }

  /** Instruments as they are now, by row. */
  instruments(): readonly Instrument[] {
    return [...this.symbols.values()].map((row) => this.instrumentOf(row))
  }

  instrumentIdOf(symbol: string): number | undefined {
    const row = this.symbols.get(symbol)
    return row === undefined ? undefined : this.instrumentOf(row).id
  }

  get bytesPerRow(): number {
    return this.rows.state.bytesPerRow
  }

  save(): SavedEngine {
    return {
      state: this.rows.state.save(),
      rows: this.rows.infos.map(({ simulated, instrument }) => ({ simulated, instrument })),
      symbols: [...this.symbols],
      time: this.time,
      lastId: this.lastId,
      starts: this.starts,
      entries: this.entries,
      overrides: [...this.session.overrides],
      scripts: this.scripts.save(),
      markers: this.writer.markers,
      waiting: this.writer.made.waiting(),
    }
  }

  /** Goes on from what was saved, in place of `begin`. Throws `BAD_CHECKPOINT`. */
  load(saved: SavedEngine): void {
    for (const { simulated, instrument } of saved.rows) this.openRow(simulated, instrument, this.options.start)
    this.rows.state.load(saved.state)
    this.symbols.clear()
    for (const [symbol, row] of saved.symbols) this.symbols.set(symbol, row)
    this.time = saved.time
    this.lastId = saved.lastId
    this.starts = saved.starts
    this.entries = [...saved.entries]
    for (const [row, override] of saved.overrides) this.session.overrides.set(row, override)
    this.scripts.load(saved.scripts)
    this.writer.markers = saved.markers
    for (const event of saved.waiting) this.writer.made.push(event)
    this.notBegun = this.rows.infos.filter((_, row) => this.rows.get(row, FIELD.status) === NOT_BEGUN).length
    this.findNext()
  }

  private turn(): void {
    this.time = Math.max(this.time, this.nextTime)
    const entry = this.entries[0]
    // scenarios find every row begun
    if (entry !== undefined && entry.time <= this.queue.time && this.notBegun === 0) {
      this.entries.shift()
      if ('scenario' in entry) this.startScenario(entry.scenario, entry.time)
      else this.beginStep(entry.step, entry.id, entry.time)
      return
    }
    const { row } = this.queue
    this.rowTurn(row, this.queue.time as Micros)
    this.rows.findNext(row)
    this.queue.moveFirst(this.rows.get(row, FIELD.next))
  }

  /** What is due in a row: of several things at one instant the one that decides about the others first. */
  private rowTurn(row: number, time: Micros): void {
    const { rows } = this
    if (rows.get(row, FIELD.status) === NOT_BEGUN) this.beginRow(row, time)
    else if (rows.get(row, FIELD.scriptTimer) <= time) this.scripts.timer(row, time)
    else if (rows.get(row, FIELD.sessionTimer) <= time) this.session.timer(row, time)
    else if (rows.get(row, FIELD.tradeTimer) <= time) this.trading.tradeTimer(row, time)
    else if (rows.get(row, FIELD.reactionTimer) <= time) this.trading.reactionTimer(row, time)
    else this.trading.orderTimer(row, time)
  }

  private startScenario(scenario: Scenario, time: Micros): void {
    // by the order on the tape, whenever somebody asked for it
    const key = `scenario ${++this.starts}`
    this.writer.marker(time, 'scenario', { key, scenario: scenario as unknown as JsonValue })
    this.addEntries(
      scenario.steps.map((step, index) => ({
        time: (time + parseSpan(step.at)) as Micros,
        step,
        id: `${key} step ${index}`,
      })),
    )
  }

  private beginStep(step: Step, id: string, time: Micros): void {
    if (step.kind === 'list') this.list(step.instrument, time)
    else {
      const actions = actionsOf(step, (time - parseSpan(step.at)) as Micros, id)
      const symbols = step.symbols === 'all' ? [...this.symbols.keys()] : step.symbols
      for (const symbol of symbols) {
        const row = this.symbols.get(symbol)
        if (row !== undefined) this.scripts.add(row, actions)
      }
    }
    this.findNext()
  }

  private list(simulated: SimulatedInstrument, time: Micros): void {
    const { instrument } = simulated
    const listed = { ...instrument, id: ++this.lastId }
    const row = this.openRow({ ...simulated, instrument: listed }, listed, time)
    this.writer.instrument(row, time, 'enter', listed)
    this.beginRow(row, time)
  }

  private beginRow(row: number, time: Micros): void {
    this.notBegun--
    this.session.begin(row, time, time === this.options.start ? 'start of the simulation' : 'listed')
  }

  private openRow(simulated: SimulatedInstrument, instrument: Instrument, time: Micros): number {
    const info: RowInfo = { instrument, simulated, ...this.hours.of(simulated) }
    const row = this.rows.open(info, drawOpening(simulated, this.options.seed), time)
    this.symbols.set(instrument.symbol, row)
    this.queue.add(simulated.instrument.id)
    this.notBegun++
    return row
  }

  private addEntries(more: readonly Entry[]): void {
    this.entries = [...this.entries, ...more].sort((one, other) => one.time - other.time)
  }

  /** Finds anew which row comes next. */
  private findNext(): void {
    for (let row = 0; row < this.rows.infos.length; row++) this.rows.findNext(row)
    this.queue.rebuild((row) => this.rows.get(row, FIELD.next))
  }

  private instrumentOf(row: number): Instrument {
    const info = this.rows.infos[row]
    if (info === undefined) throw new Error('a row that is open has an instrument')
    return info.instrument
  }

  private instrumentTable(): InstrumentTable {
    return {
      nextId: () => ++this.lastId,
      changed: (row, before, after) => {
        this.symbols.delete(before.symbol)
        if (after !== undefined) this.symbols.set(after.symbol, row)
      },
    }
  }
}
