/** Opens a simulated market as a source: which instruments, which calendar, which scenarios, from names and files. */

import { readFile } from 'node:fs/promises'
import { TapedeckError, type Micros } from '@tapedeck/protocol'
import {
  createSimulator,
  DEFAULT_INSTRUMENTS,
  parseInstrumentsFile,
  parseScenario,
  scenarioNamed,
  withRealCalendars,
  type InstrumentsFile,
  type Scenario,
  type ScenarioInput,
  type SimulatedInstrument,
  type Simulation,
} from '@tapedeck/simulator'
import { streamSource } from '@tapedeck/tape'
import type { OpenedSource } from './source.ts'

/** `24/7`: every market trades round the clock. `real`: each has its venue's sessions. */
export const CALENDAR_CHOICES = ['24/7', 'real'] as const
export type CalendarChoice = (typeof CALENDAR_CHOICES)[number]

export interface SimulationOptions {
  readonly seed: number
  /** Undefined where nobody asked for one: a scenario may. */
  readonly start: Micros | undefined
  /** Where it starts when nobody asks. */
  readonly defaultStart: Micros
  /** File of instruments, or null for the built-in ones. */
  readonly instruments: string | null
  /** Undefined where nobody asked for one: a scenario may. */
  readonly calendar: CalendarChoice | undefined
  /** Each a name of the catalogue (`flash-crash`, `flash-crash:MSFT`), a file, or the scenario itself. */
  readonly scenarios: readonly (string | ScenarioInput)[]
  /** Symbols out of the instruments, or undefined for all. */
  readonly symbols: readonly string[] | undefined
  /** Bars that every interval has behind the start. */
  readonly historyBars: number
}

/** Opens a simulated market. Rejects with what is wrong in names or files, before anything starts. */
export async function openSimulation(options: SimulationOptions): Promise<OpenedSource> {
  const scenarios = await Promise.all(options.scenarios.map(readScenario))
  const { instruments: all, calendars } = await readInstruments(options.instruments)
  const calendar = options.calendar ?? agreed(scenarios, 'calendar') ?? '24/7'
  const start = options.start ?? agreed(scenarios, 'start') ?? options.defaultStart
  const chosen = choose(all, options.symbols)
  const simulator = namingFile(options.scenarios, scenarios, () =>
    createSimulator({
      seed: options.seed,
      start,
      instruments: calendar === 'real' ? withRealCalendars(chosen) : chosen,
      calendars,
      scenarios,
      historyBars: options.historyBars,
    }),
  )
  const simulation = simulator.open()
  const header = {
    tapeId: simulator.tapeId,
    epoch: simulator.epoch,
    source: 'simulator',
    name: simulator.name,
    start,
    simulation: {
      seed: simulator.seed,
      model: simulator.model,
      scenario: simulator.scenario,
      market: simulator.market,
    },
    instruments: simulator.instruments,
  } as const
  return {
    source: streamSource(header, simulator.history(), simulation),
    simulation,
    isStartChosen: start !== options.defaultStart,
    end: null,
    createDigest: undefined,
    remark: undefined,
  }
}

/** Starts a scenario in a market that runs. Rejects with what is wrong, and starts nothing. */
export async function startScenario(
  simulation: Simulation | null,
  scenario: string | ScenarioInput,
  at: () => Micros,
): Promise<void> {
  if (simulation === null) {
    throw new TapedeckError('BAD_OPTION', 'scenarios start in simulated markets only: this server plays a recording')
  }
  const read = await readScenario(scenario)
  // time went on while it was read
  namingFile([scenario], [read], () => simulation.startScenario(read, at()))
}

async function readScenario(given: string | ScenarioInput): Promise<Scenario> {
  if (typeof given !== 'string') return parseScenario(given)
  return isScenarioFile(given) ? parseScenario(await readJson(given, 'scenario'), given) : scenarioNamed(given)
}

/** Does something with scenarios; where one of a file does not fit, the error names the file. */
function namingFile<Result>(
  given: readonly (string | ScenarioInput)[],
  scenarios: readonly Scenario[],
  work: () => Result,
): Result {
  try {
    return work()
  } catch (thrown) {
    if (!(thrown instanceof TapedeckError) || thrown.code !== 'BAD_SCENARIO') throw thrown
    const place = scenarios.findIndex(({ name }) => name === thrown.details.scenario)
    const file = given[place]
    if (typeof file !== 'string' || !isScenarioFile(file)) throw thrown
    throw new TapedeckError(thrown.code, `${file}: ${thrown.message}`, { ...thrown.details, file }, thrown)
  }
}

/** Whether a scenario is given as a file rather than by its name. */
export function isScenarioFile(text: string): boolean {
  return /\.json$/i.test(text)
}

async function readInstruments(file: string | null): Promise<InstrumentsFile> {
  if (file === null) return { instruments: DEFAULT_INSTRUMENTS, calendars: [] }
  return parseInstrumentsFile(await readJson(file, 'instruments'), file)
}

async function readJson(file: string, what: string): Promise<unknown> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    throw new TapedeckError('CONFIG_NOT_FOUND', `${what} file ${file} cannot be read: ${reason}`, { file }, thrown)
  }
  try {
    // some editors put a byte order mark first
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text) as unknown
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    throw new TapedeckError('BAD_CONFIG', `${what} file ${file} is not JSON: ${reason}`, { file }, thrown)
  }
}

/** What scenarios ask for, if any does. Throws `BAD_SCENARIO` where they ask for different things. */
function agreed<Key extends 'calendar' | 'start'>(
  scenarios: readonly Scenario[],
  key: Key,
): NonNullable<Scenario[Key]> | undefined {
  const asking = scenarios.filter((scenario) => scenario[key] !== null)
  const [first, ...others] = asking
  const other = others.find((scenario) => scenario[key] !== first?.[key])
  if (first !== undefined && other !== undefined) {
    throw new TapedeckError(
      'BAD_SCENARIO',
      `scenarios ${first.name} and ${other.name} ask for another ${key} each: give --${key}, or start one of them`,
      { scenarios: [first.name, other.name], key },
    )
  }
  return first?.[key] ?? undefined
}

function choose(
  instruments: readonly SimulatedInstrument[],
  symbols: readonly string[] | undefined,
): readonly SimulatedInstrument[] {
  if (symbols === undefined) return instruments
  const known = new Map(instruments.map((each) => [each.instrument.symbol, each]))
  return symbols.map((symbol) => {
    const found = known.get(symbol)
    if (found !== undefined) return found
    throw new TapedeckError(
      'UNKNOWN_SYMBOL',
      `symbol ${JSON.stringify(symbol)} is not one of ${[...known.keys()].join(', ')}`,
      { symbol },
    )
  })
}
