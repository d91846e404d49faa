/** The simulated market: an endless tape that is a function of seed, start, instruments, scenarios and model, and the bars before it. */

import {
  TapedeckError,
  type HistoryBar,
  type Instrument,
  type JsonValue,
  type MarkerEvent,
  type Micros,
  type SourceEvent,
} from '@tapedeck/protocol'
import { hashOf } from './arithmetic/random-stream.ts'
import type { CalendarDefinition } from './calendar/calendar.ts'
import { HoursTable } from './calendar/hours.ts'
import { buildHistory } from './history/history.ts'
import { DEFAULT_INSTRUMENTS } from './instruments/default-instruments.ts'
import { checkSimulated, type SimulatedInstrument } from './instruments/simulated-instrument.ts'
import { drawOpening } from './model/opening.ts'
import { checkStarted } from './scenario/check.ts'
import type { Scenario } from './scenario/scenario.ts'
import { parseScenario } from './scenario/schema.ts'
import { openSimulation, type Checkpoint, type Simulation, type StartedScenario } from './simulation.ts'

/** Version of the model. Any change that alters an event makes a new one. */
export const MODEL = 2

const DEFAULT_HISTORY_BARS = 500

export interface SimulatorOptions {
  /** Any safe integer. */
  readonly seed: number
  /** Tape time of the first event. */
  readonly start: Micros
  readonly instruments: readonly SimulatedInstrument[]
  /** Calendars that instruments name besides the built-in ones. */
  readonly calendars?: readonly CalendarDefinition[]
  /** Start with the tape. */
  readonly scenarios?: readonly Scenario[]
  /** Markers of a recorded tape: its scenarios start again where they started. In place of `scenarios`. */
  readonly markers?: readonly MarkerEvent[]
  /** How many bars `history` holds at least, for each instrument and interval. Default 500. */
  readonly historyBars?: number
}

export interface Simulator {
  readonly seed: number
  readonly model: typeof MODEL
  readonly start: Micros
  readonly instruments: readonly Instrument[]
  /** Names of the scenarios that start with the tape, or null. */
  readonly scenario: string | null
  /** Parameters and calendars for a tape's header, null where all are the model's own; {@link marketOf} reads them. */
  readonly market: JsonValue | null
  /** Name of the tape, derived from all that it is a function of. */
  readonly tapeId: string
  /** The numbering that the tape's events belong to. */
  readonly epoch: string
  /** For people: `simulated market, seed 1`. */
  readonly name: string
  /** Bars of the time before `start`, oldest first within an instrument, made as they are read; the last close is where live begins. */
  history(): Iterable<HistoryBar>
  /** The market from its first event on. Every call begins anew. */
  open(): Simulation
  /** The market from a checkpoint on. Throws `BAD_CHECKPOINT`. */
  resume(checkpoint: Checkpoint): Simulation
  /** The tape of `open` as an iterator without end. */
  events(): IterableIterator<SourceEvent>
}

/** Makes a simulated market. Throws `BAD_OPTION`, `BAD_INSTRUMENT`, `BAD_CALENDAR` or `BAD_SCENARIO`. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const { seed, start, calendars = [], historyBars = DEFAULT_HISTORY_BARS } = options
  checkOption('seed', seed, Number.isSafeInteger(seed), 'must be a safe integer')
  checkOption(
    'start',
    start,
    Number.isSafeInteger(start) && start >= 0,
    'must be whole microseconds since the Unix epoch',
  )
  checkOption('historyBars', historyBars, Number.isInteger(historyBars) && historyBars >= 0, 'must be a whole number')
  const simulated = options.instruments.map(checkSimulated)
  checkUnique(simulated)
  const instruments = simulated.map(({ instrument }) => instrument)
  const hours = new HoursTable(calendars)
  for (const one of simulated) hours.of(one)
  const scenarios = scenariosOf(options, start)
  const first = scenarios.filter(({ at }) => at === start).map(({ scenario }) => scenario)
  checkStarted(scenarios, instruments)
  const market = marketRecord(simulated, calendars)
  const epoch = epochOf(seed, { start, simulated, calendars, scenarios: first })
  const simulation = { seed, start, instruments: simulated, calendars, scenarios, model: MODEL, epoch }
  return {
    seed,
    model: MODEL,
    start,
    instruments,
    scenario: first.length === 0 ? null : first.map(({ name }) => name).join(','),
    market,
    tapeId: `sim-${epoch}`,
    epoch,
    name: `simulated market, seed ${seed}${first.map(({ name }) => `, ${name}`).join('')}`,
    history: () => historyOf(simulated, calendars, { seed, start, historyBars }),
    open: () => openSimulation(simulation),
    resume: (checkpoint) => openSimulation(simulation, checkpoint),
    events: () => new EventIterator(openSimulation(simulation)),
  }
}

/** A class and not a generator: the next event is what everything waits for (hot path). */
class EventIterator implements IterableIterator<SourceEvent> {
  private readonly simulation: Simulation

  constructor(simulation: Simulation) {
    this.simulation = simulation
  }

  next(): IteratorResult<SourceEvent> {
    const value = this.simulation.next(Infinity)
    return value === undefined ? { done: true, value } : { done: false, value }
  }

  [Symbol.iterator](): this {
    return this
  }
}

function historyOf(
  simulated: readonly SimulatedInstrument[],
  calendars: readonly CalendarDefinition[],
  { seed, start, historyBars }: { readonly seed: number; readonly start: Micros; readonly historyBars: number },
): Iterable<HistoryBar> {
  return {
    *[Symbol.iterator]() {
      const hours = new HoursTable(calendars)
      for (const one of simulated) {
        const made = { simulated: one, ...hours.of(one), seed, opening: drawOpening(one, seed) }
        yield* buildHistory(made, start, historyBars)
      }
    },
  }
}

function scenariosOf(options: SimulatorOptions, start: Micros): readonly StartedScenario[] {
  const { scenarios = [], markers = [] } = options
  checkOption('markers', markers.length, scenarios.length === 0 || markers.length === 0, 'stand in place of scenarios')
  if (markers.length === 0) return scenarios.map((scenario) => ({ scenario, at: start }))
  return markers
    .filter(({ name }) => name === 'scenario')
    .map(({ params, tsRecv }) => ({ scenario: parseScenario(params.scenario), at: tsRecv }))
}

/** A hash of everything that the tape is a function of, 16 hexadecimal digits. */
function epochOf(
  seed: number,
  parts: {
    readonly start: Micros
    readonly simulated: readonly SimulatedInstrument[]
    readonly calendars: readonly CalendarDefinition[]
    readonly scenarios: readonly Scenario[]
  },
): string {
  const byId = [...parts.simulated].sort((one, other) => one.instrument.id - other.instrument.id)
  const text = JSON.stringify([MODEL, parts.start, byId, parts.calendars, parts.scenarios], sortKeys)
  const hex = (lane: number) => hashOf(text, seed, lane).toString(16).padStart(8, '0')
  return hex(1) + hex(2)
}

/** For JSON.stringify: the same text whatever the order in which an object's fields were written. */
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
}

interface Market {
  readonly instruments: readonly SimulatedInstrument[]
  readonly calendars: readonly CalendarDefinition[]
}

function marketRecord(
  instruments: readonly SimulatedInstrument[],
  calendars: readonly CalendarDefinition[],
): JsonValue | null {
  const own = new Map(DEFAULT_INSTRUMENTS.map((each) => [each.instrument.symbol, JSON.stringify(each, sortKeys)]))
  const isOwn = instruments.every((each) => own.get(each.instrument.symbol) === JSON.stringify(each, sortKeys))
  if (isOwn && calendars.length === 0) return null
  const market: Market = { instruments, calendars }
  return JSON.parse(JSON.stringify(market)) as JsonValue
}

/** The instruments and calendars of a recorded tape, from its header: with its seed, start and markers they give the tape again. Throws `BAD_INSTRUMENT`. */
export function marketOf(market: JsonValue | null, instruments: readonly Instrument[]): Market {
  if (market !== null) return market as unknown as Market
  const own = new Map(DEFAULT_INSTRUMENTS.map((each) => [each.instrument.symbol, each]))
  return {
    calendars: [],
    instruments: instruments.map(({ symbol }) => {
      const found = own.get(symbol)
      if (found !== undefined) return found
      throw new TapedeckError('BAD_INSTRUMENT', `the tape's header does not say how ${symbol} was simulated`, {
        symbol,
      })
    }),
  }
}

function checkOption(name: string, value: number, holds: boolean, rule: string): void {
  if (!holds) throw new TapedeckError('BAD_OPTION', `${name} ${value} of the simulator ${rule}`, { name, value })
}

function checkUnique(simulated: readonly SimulatedInstrument[]): void {
  const seen = new Map<string | number, string>()
  for (const { instrument } of simulated) {
    for (const [field, key] of [
      ['id', instrument.id],
      ['symbol', instrument.symbol],
    ] as const) {
      if (seen.has(key)) {
        throw new TapedeckError(
          'BAD_INSTRUMENT',
          `instrument ${instrument.symbol}: ${field} ${key} is also that of ${seen.get(key)}`,
          {
            symbol: instrument.symbol,
            field,
          },
        )
      }
      seen.set(key, instrument.symbol)
    }
  }
}
