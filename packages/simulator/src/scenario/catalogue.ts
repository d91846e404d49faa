/** The scenarios that are known by name. Each works on the default market. */

import { TapedeckError } from '@tapedeck/protocol'
import { hint } from '../forms/nearest.ts'
import { CALENDAR_SCENARIOS } from './catalogue/calendar.ts'
import { EVERYTHING } from './catalogue/everything.ts'
import { FAULT_SCENARIOS } from './catalogue/faults.ts'
import { INSTRUMENT_SCENARIOS } from './catalogue/instruments.ts'
import { PRICE_SCENARIOS } from './catalogue/prices.ts'
import { TRADING_SCENARIOS } from './catalogue/trading.ts'
import type { Fault, Scenario, Step } from './scenario.ts'
import { parseScenario } from './schema.ts'

export const SCENARIOS: readonly Scenario[] = [
  ...PRICE_SCENARIOS,
  ...TRADING_SCENARIOS,
  ...INSTRUMENT_SCENARIOS,
  ...CALENDAR_SCENARIOS,
  ...FAULT_SCENARIOS,
  EVERYTHING,
].map((input) => parseScenario(input))

/**
 * A scenario of the catalogue by name: `flash-crash`, or `flash-crash:AAPL,MSFT` for other symbols than its own. Throws
 * `UNKNOWN_SCENARIO`, or `BAD_SCENARIO` where it has no symbols to replace or cannot have these.
 */
export function scenarioNamed(text: string): Scenario {
  const [name = '', symbols] = text.split(/:(.*)/s)
  const scenario = SCENARIOS.find((each) => each.name === name)
  if (scenario === undefined) {
    const known = SCENARIOS.map((each) => each.name)
    const message = `there is no scenario ${JSON.stringify(name)}${hint(name, known)} (known: ${known.join(', ')})`
    throw new TapedeckError('UNKNOWN_SCENARIO', message, { name, known })
  }
  return symbols === undefined ? scenario : retargeted(scenario, symbols.split(','))
}

/** Whether other symbols can stand for those of a scenario. */
export function takesSymbols({ steps, faults }: Scenario): boolean {
  return [...steps, ...faults].some(isReplaceable(steps))
}

/** What is about instruments that the scenario lists itself cannot be about others. */
function isReplaceable(steps: readonly Step[]): (item: Step | Fault) => boolean {
  const listed = new Set(steps.flatMap((step) => (step.kind === 'list' ? step.symbols : [])))
  return ({ symbols }) => symbols === 'all' || !symbols.some((symbol) => listed.has(symbol))
}

/** The same scenario for other symbols. Listings, and what happens to the instruments that they bring, stay as they are. */
function retargeted(scenario: Scenario, symbols: readonly string[]): Scenario {
  if (!takesSymbols(scenario)) {
    throw new TapedeckError(
      'BAD_SCENARIO',
      `scenario ${scenario.name} concerns no symbols that others could stand for: leave out ":${symbols.join(',')}"`,
      { scenario: scenario.name, symbols },
    )
  }
  const isReplaced = isReplaceable(scenario.steps)
  const replace = <Item extends Step | Fault>(item: Item): Item => (isReplaced(item) ? { ...item, symbols } : item)
  return parseScenario({
    ...scenario,
    steps: scenario.steps.map(replace),
    faults: scenario.faults.map(replace),
  })
}
