/** One fault at work: its span of tape time, the instruments it concerns, and the random numbers that it draws. */

import { parseSpan, TapedeckError, type InstrumentEvent } from '@tapedeck/protocol'
import { openStream, RandomStream } from '../arithmetic/random-stream.ts'
import type { Fault } from '../scenario/scenario.ts'

/** Whose random numbers a fault draws: those of its place in a group that has a key. */
export interface FaultName {
  readonly seed: number
  readonly key: string
  readonly index: number
}

/** What {@link FaultWindow} goes on from; the seed is known to whoever loads it. */
export interface SavedFaultWindow {
  readonly fault: Fault
  readonly key: string
  readonly index: number
  readonly start: number
  /** Null: every instrument. */
  readonly instrumentIds: readonly number[] | null
  /** The words of the streams, by instrument. */
  readonly streams: readonly (readonly [number, readonly number[]])[]
}

export class FaultWindow {
  readonly fault: Fault
  /** It concerns what comes from `begin` on, and no more at `end`. */
  readonly begin: number
  readonly end: number
  /** Microseconds of a delay, of a skew, or of the window of a reorder; 0 for other kinds. */
  readonly span: number
  private readonly name: FaultName
  private readonly start: number
  private readonly instrumentIds: Set<number> | null
  /** A stream for each instrument: what comes for one alters no draw of another. */
  private readonly streams = new Map<number, RandomStream>()

  /** `start` is the tape time that the fault's own times count from. Throws `BAD_OPTION`. */
  constructor(fault: Fault, name: FaultName, start: number, instrumentIds: Iterable<number> | null) {
    checkProbability(fault, name)
    this.fault = fault
    this.begin = start + parseSpan(fault.at)
    this.end = this.begin + parseSpan(fault.for)
    this.span = spanOf(fault)
    this.name = name
    this.start = start
    this.instrumentIds = instrumentIds === null ? null : new Set(instrumentIds)
  }

  static restore(saved: SavedFaultWindow, seed: number): FaultWindow {
    const { fault, key, index, start, instrumentIds, streams } = saved
    const window = new FaultWindow(fault, { seed, key, index }, start, instrumentIds)
    for (const [id, words] of streams) window.streams.set(id, RandomStream.restore(words))
    return window
  }

  save(): SavedFaultWindow {
    const { key, index } = this.name
    return {
      fault: this.fault,
      key,
      index,
      start: this.start,
      instrumentIds: this.instrumentIds === null ? null : [...this.instrumentIds],
      streams: [...this.streams].map(([id, stream]) => [id, stream.save()]),
    }
  }

  /** Whether it concerns an event of an instrument at a time. */
  covers(instrumentId: number, time: number): boolean {
    if (time < this.begin || time >= this.end) return false
    return this.instrumentIds === null || this.instrumentIds.has(instrumentId)
  }

  /** Goes on with a symbol that is listed, or takes another id or name, after the start. */
  follow({ action, instrument, instrumentId }: InstrumentEvent): void {
    const { instrumentIds, fault } = this
    if (instrumentIds === null || fault.symbols === 'all' || action === 'end') return
    const { symbol, replaces } = instrument
    const known = replaces !== undefined && instrumentIds.has(replaces)
    if (known || fault.symbols.includes(symbol)) instrumentIds.add(instrumentId)
  }

  /** A uniform number strictly between 0 and 1, of the instrument's own stream. */
  draw(instrumentId: number): number {
    let stream = this.streams.get(instrumentId)
    if (stream === undefined) {
      const { seed, key, index } = this.name
      stream = openStream(seed, key, `fault ${index} ${instrumentId}`)
      this.streams.set(instrumentId, stream)
    }
    return stream.uniform()
  }
}

function spanOf(fault: Fault): number {
  switch (fault.kind) {
    case 'delay':
    case 'skew':
      return parseSpan(fault.by)
    case 'reorder':
      return parseSpan(fault.window)
    case 'drop':
    case 'duplicate':
    case 'freeze':
      return 0
  }
}

function checkProbability(fault: Fault, { key, index }: FaultName): void {
  if (!('probability' in fault)) return
  const { kind, probability } = fault
  if (!(probability >= 0 && probability <= 1)) {
    throw new TapedeckError(
      'BAD_OPTION',
      `fault ${index} of ${key}: the probability ${probability} of a ${kind} is not a number from 0 to 1`,
      { key, index, probability },
    )
  }
}
