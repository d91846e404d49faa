/** The simulated market: an endless tape that is a function of seed, start, instruments and model, and the bars before it. */

import { TapedeckError, type HistoryBar, type Instrument, type Micros, type SourceEvent } from '@tapedeck/protocol'
import { EventQueue } from './model/event-queue.ts'
import { buildHistory } from './history/history.ts'
import { InstrumentFeed } from './model/instrument-feed.ts'
import { MarketFactor } from './model/market-factor.ts'
import { drawOpening } from './model/opening.ts'
import { hashOf, openStream } from './arithmetic/random-stream.ts'
import { checkSimulated, type SimulatedInstrument } from './instruments/simulated-instrument.ts'
import { drawOpeningMultipliers } from './model/volatility.ts'

/** Version of the model. Any change that alters an event makes a new one. */
export const MODEL = 1

const DEFAULT_HISTORY_BARS = 500

export interface SimulatorOptions {
  /** Any safe integer. */
  readonly seed: number
  /** Tape time of the first event. */
  readonly start: Micros
  readonly instruments: readonly SimulatedInstrument[]
  /** How many bars `history` holds at least, for each instrument and interval. Default 500. */
  readonly historyBars?: number
}

export interface Simulator {
  readonly seed: number
  readonly model: 1
  readonly start: Micros
  readonly instruments: readonly Instrument[]
  /** Name of the tape, derived from all that it is a function of. */
  readonly tapeId: string
  /** The numbering that the tape's events will belong to. */
  readonly epoch: string
  /** For people: `simulated market, seed 1`. */
  readonly name: string
  /** Bars of the time before `start`, oldest first within an instrument; the last close is where live begins. */
  history(): readonly HistoryBar[]
  /** The tape from its first event on, without end. Every call begins anew. */
  events(): IterableIterator<SourceEvent>
}

/** Makes a simulated market. Throws `BAD_OPTION` or `BAD_INSTRUMENT`. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const { seed, start, historyBars = DEFAULT_HISTORY_BARS } = options
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
  const epoch = epochOf(seed, start, simulated)
  return {
    seed,
    model: MODEL,
    start,
    instruments: simulated.map(({ instrument }) => instrument),
    tapeId: `sim-${epoch}`,
    epoch,
    name: `simulated market, seed ${seed}`,
    history: () => simulated.flatMap((one) => buildHistory(one, seed, start, historyBars)),
    events: () => new EventIterator(openQueue(seed, start, simulated)),
  }
}

/** A class and not a generator: the next event is what everything waits for (hot path). */
class EventIterator implements IterableIterator<SourceEvent> {
  private readonly queue: EventQueue

  constructor(queue: EventQueue) {
    this.queue = queue
  }

  next(): IteratorResult<SourceEvent> {
    return { done: false, value: this.queue.next() }
  }

  [Symbol.iterator](): this {
    return this
  }
}

function openQueue(seed: number, start: Micros, simulated: readonly SimulatedInstrument[]): EventQueue {
  const factors = new Map<string, MarketFactor>()
  const factorNamed = (name: string): MarketFactor => {
    const stream = (purpose: string) => openStream(seed, `factor ${name}`, purpose)
    const factor =
      factors.get(name) ??
      new MarketFactor(stream('price'), stream('volatility'), drawOpeningMultipliers(stream('opening')))
    factors.set(name, factor)
    return factor
  }
  const feeds = simulated.map((one) => {
    const name = one.parameters.factor
    return new InstrumentFeed(one, seed, start, drawOpening(one, seed), name === null ? null : factorNamed(name))
  })
  return new EventQueue(feeds)
}

/** A hash of everything that the tape is a function of, 16 hexadecimal digits. */
function epochOf(seed: number, start: Micros, simulated: readonly SimulatedInstrument[]): string {
  const byId = [...simulated].sort((one, other) => one.instrument.id - other.instrument.id)
  const text = JSON.stringify([MODEL, start, byId], sortKeys)
  const hex = (lane: number) => hashOf(text, seed, lane).toString(16).padStart(8, '0')
  return hex(1) + hex(2)
}

/** For JSON.stringify: the same text whatever the order in which an object's fields were written. */
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
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
