/** What a test can play: a tape file, a simulated scenario, or events that the test writes down. */

import { micros, MICROS_PER_SECOND, parseSpan, TapedeckError, type Micros, type SourceEvent } from '@tapedeck/protocol'
import {
  createSimulator,
  DEFAULT_INSTRUMENTS,
  parseScenario,
  scenarioNamed,
  withRealCalendars,
  type ScenarioInput,
} from '@tapedeck/simulator'
import { openTapeFile } from '@tapedeck/tape/node'
import { MemoryTape } from './memory-tape.ts'
import { writtenTape, type WrittenTape } from './written-tape.ts'

/** A simulated market, the same for the same choices on every machine. */
export interface ScenarioTape {
  /** A name of the catalogue, `flash-crash` or `flash-crash:MSFT`, a scenario of one's own, or null for a calm market. */
  readonly scenario: string | ScenarioInput | null
  /** Symbols of the built-in instruments. Default: BTC-USD, ETH-USD, EUR-USD and AAPL. */
  readonly symbols?: readonly string[]
  /** Default 1. */
  readonly seed?: number
  /** How much of it the tape holds. Default `1m`. */
  readonly for?: string
  /** Tape time of its beginning, Unix microseconds. Default 2026-01-05T14:30:00Z, or the scenario's own. */
  readonly start?: number
  /** Bars of each interval before it. Default 50. */
  readonly historyBars?: number
}

export type TestTape = string | ScenarioTape | WrittenTape

const DEFAULT_SYMBOLS = ['BTC-USD', 'ETH-USD', 'EUR-USD', 'AAPL'] as const
const DEFAULT_START = 1_767_623_400 * MICROS_PER_SECOND
const DEFAULT_SPAN = '1m'
const DEFAULT_HISTORY_BARS = 50

/** Rejects with the TapedeckError of a file that cannot be read, `UNKNOWN_SCENARIO`, `BAD_SCENARIO` or `BAD_OPTION`. */
export async function openTestTape(tape: TestTape): Promise<MemoryTape> {
  if (typeof tape === 'string') return readTape(tape)
  return 'scenario' in tape ? simulate(tape) : writtenTape(tape)
}

async function readTape(path: string): Promise<MemoryTape> {
  const file = await openTapeFile(path)
  try {
    const events: SourceEvent[] = []
    do {
      for (let event = file.next(); event !== undefined; event = file.next()) events.push(event)
    } while (await file.fill())
    return new MemoryTape({ header: file.header, history: [...file.history], opening: file.opening, events })
  } finally {
    await file.close()
  }
}

function simulate(tape: ScenarioTape): MemoryTape {
  const scenario = tape.scenario === null ? undefined : scenarioOf(tape.scenario)
  const start = micros(tape.start ?? scenario?.start ?? DEFAULT_START)
  const end = start + parseSpan(tape.for ?? DEFAULT_SPAN)
  const symbols = tape.symbols ?? DEFAULT_SYMBOLS
  const chosen = symbols.map((symbol) => {
    const found = DEFAULT_INSTRUMENTS.find(({ instrument }) => instrument.symbol === symbol)
    if (found === undefined) {
      const known = DEFAULT_INSTRUMENTS.map(({ instrument }) => instrument.symbol).join(', ')
      throw new TapedeckError(
        'UNKNOWN_SYMBOL',
        `symbol "${symbol}" is not a built-in instrument: take some of ${known}`,
        { symbol },
      )
    }
    return found
  })
  const simulator = createSimulator({
    seed: tape.seed ?? 1,
    start,
    instruments: scenario?.calendar === 'real' ? withRealCalendars(chosen) : chosen,
    scenarios: scenario === undefined ? [] : [scenario],
    historyBars: tape.historyBars ?? DEFAULT_HISTORY_BARS,
  })
  const simulation = simulator.open()
  const events: SourceEvent[] = []
  for (let event = simulation.next(end); event !== undefined; event = simulation.next(end)) events.push(event)
  const { tapeId, epoch, name, instruments, seed, model, market } = simulator
  return new MemoryTape({
    header: {
      tapeId,
      epoch,
      source: 'file',
      name,
      start,
      simulation: { seed, model, scenario: simulator.scenario, market },
      instruments,
    },
    history: [...simulator.history()],
    opening: null,
    events,
  })
}

function scenarioOf(scenario: string | ScenarioInput): ReturnType<typeof parseScenario> {
  return typeof scenario === 'string' ? scenarioNamed(scenario) : parseScenario(scenario)
}

/** Tape time of a place that a test names: a span after the start, or Unix microseconds. */
export function timeOf(place: string | number, start: Micros): Micros {
  return typeof place === 'string' ? micros(start + parseSpan(place)) : micros(place)
}
