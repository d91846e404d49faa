/** What a test can play: a tape file, a simulated scenario, or events that the test writes down. */

import {
  DEFAULT_HISTORY_BARS,
  INTERVALS,
  micros,
  MICROS_PER_SECOND,
  parseSpan,
  TapedeckError,
  type BarState,
  type SourceEvent,
} from '@tapedeck/protocol'
import {
  createSimulator,
  DEFAULT_INSTRUMENTS,
  parseScenario,
  scenarioNamed,
  withRealCalendars,
  type ScenarioInput,
} from '@tapedeck/simulator'
import { isSeekable, type TapeSource } from '@tapedeck/tape'
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
const SIMULATED_HISTORY_BARS = 50

/** Rejects with the TapedeckError of a file that cannot be read, `UNKNOWN_SCENARIO`, `BAD_SCENARIO`, `UNKNOWN_SYMBOL` or `BAD_OPTION`. */
export async function openTestTape(tape: TestTape): Promise<MemoryTape> {
  if (typeof tape === 'string') return readTape(tape)
  return 'scenario' in tape ? simulate(tape) : writtenTape(tape)
}

async function readTape(path: string): Promise<MemoryTape> {
  const file = await openTapeFile(path)
  try {
    const { header, history, opening } = file
    const bars = await barsBefore(file)
    const events: SourceEvent[] = []
    do {
      for (let event = file.next(); event !== undefined; event = file.next()) events.push(event)
    } while (await file.fill())
    const tape = new MemoryTape({ header, history: [...history], opening, bars, events })
    if (header.instruments.length > 0 || events.some(({ type }) => type === 'instrument')) return tape
    throw new TapedeckError(
      'BAD_OPTION',
      `${path} has no instruments; a tape of messages is played by replayMessages`,
      {
        path,
      },
    )
  } finally {
    await file.close()
  }
}

/** Closed bars of the time before a tape that begins in the midst of a market, oldest first within an instrument and interval. */
async function barsBefore(tape: TapeSource): Promise<readonly BarState[]> {
  if (tape.opening === null || !isSeekable(tape)) return []
  const bars: BarState[] = []
  for (const { id: instrumentId } of tape.header.instruments) {
    for (const interval of INTERVALS) {
      const query = { instrumentId, interval, from: 0, to: Infinity, limit: DEFAULT_HISTORY_BARS, events: 0 }
      bars.push(...(await tape.closedBars(query)))
    }
  }
  return bars
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
    historyBars: tape.historyBars ?? SIMULATED_HISTORY_BARS,
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
    bars: [],
    events,
  })
}

function scenarioOf(scenario: string | ScenarioInput): ReturnType<typeof parseScenario> {
  return typeof scenario === 'string' ? scenarioNamed(scenario) : parseScenario(scenario)
}
