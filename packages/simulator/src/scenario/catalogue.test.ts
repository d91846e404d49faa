import { micros, TapedeckError, type Instrument } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { DEFAULT_INSTRUMENTS } from '../instruments/default-instruments.ts'
import { scenarioNamed, SCENARIOS } from './catalogue.ts'
import { checkScenario, checkScenarios } from './check.ts'
import { FAULT_FIELDS } from './fault-fields.ts'
import { STEP_FIELDS } from './step-fields.ts'
import type { Step } from './scenario.ts'
import { parseScenario } from './schema.ts'

const market: readonly Instrument[] = DEFAULT_INSTRUMENTS.map(({ instrument }) => instrument)
const start = micros(1_767_623_400_000_000)

function codeOf(make: () => unknown): string {
  try {
    make()
  } catch (thrown) {
    if (thrown instanceof TapedeckError) return thrown.code
    throw thrown
  }
  return 'none'
}

describe('the catalogue', () => {
  it('has one scenario of each name, with a sentence about it', () => {
    const names = SCENARIOS.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const { name, title } of SCENARIOS) expect(title, name).toMatch(/^[A-Z].*[^.]\.$/)
  })

  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    '%s fits the default market',
    (name, scenario) => {
      checkScenario(scenario, market, start)
      expect(scenarioNamed(name)).toBe(scenario)
    },
  )

  it('parsed again is the same: tapes hold scenarios in parsed form', () => {
    for (const scenario of SCENARIOS) {
      const text = JSON.stringify(scenario)
      expect(parseScenario(JSON.parse(text))).toEqual(scenario)
    }
  })

  it('begins within fifteen seconds, so that whoever starts one sees it', () => {
    for (const { name, start: at, steps, faults } of SCENARIOS) {
      const begins = [...steps, ...faults].map((item) => Number(item.at.replace(/s$/, '')))
      expect(at !== null || Math.min(...begins) <= 15, name).toBe(true)
    }
  })

  it('everything holds every kind of step and fault', () => {
    const { steps, faults } = scenarioNamed('everything')
    const kinds = new Set([...steps, ...faults].map(({ kind }) => kind))
    expect([...kinds].sort()).toEqual([...Object.keys(STEP_FIELDS), 'list', ...Object.keys(FAULT_FIELDS)].sort())
  })

  it('lets several start together where they concern different symbols', () => {
    const together = ['flash-crash:TSLA', 'halt', 'split:MSFT', 'stale', 'listing', 'faulty-feed'].map(scenarioNamed)
    checkScenarios(together, market, start)
    expect(codeOf(() => checkScenarios([scenarioNamed('halt'), scenarioNamed('split')], market, start))).toBe(
      'BAD_SCENARIO',
    )
    expect(codeOf(() => checkScenarios([scenarioNamed('listing'), scenarioNamed('listing')], market, start))).toBe(
      'BAD_SCENARIO',
    )
  })
})

describe('other symbols', () => {
  const symbolsOf = (steps: readonly Step[]) => steps.map(({ symbols }) => symbols)

  it('take the place of those that a scenario names', () => {
    const scenario = scenarioNamed('flash-crash:AAPL,BTC-USD')
    expect(symbolsOf(scenario.steps)).toEqual([
      ['AAPL', 'BTC-USD'],
      ['AAPL', 'BTC-USD'],
      ['AAPL', 'BTC-USD'],
    ])
    expect(scenario).toMatchObject({ name: 'flash-crash', title: scenarioNamed('flash-crash').title })
    expect(scenarioNamed('drop:SPX-CFD').faults).toMatchObject([{ symbols: ['SPX-CFD'] }])
  })

  it('leave alone what a scenario lists itself', () => {
    const listing = scenarioNamed('everything:AAPL').steps.find(({ kind }) => kind === 'list')
    expect(listing?.symbols).toEqual(['NEWCO'])
    expect(() => scenarioNamed('negative-price:AAPL')).toThrow(
      'scenario negative-price concerns no symbols that others could stand for: leave out ":AAPL"',
    )
    expect(codeOf(() => scenarioNamed('weekend:AAPL'))).toBe('BAD_SCENARIO')
  })

  it.each(['rename:AAPL,MSFT', 'halt:', 'halt:AAPL,,MSFT', 'halt:AAPL,AAPL', 'halt:AA PL'])('%s is refused', (text) => {
    expect(codeOf(() => scenarioNamed(text))).toBe('BAD_SCENARIO')
  })
})

it.each([
  ['flashcrash', 'there is no scenario "flashcrash"; did you mean "flash-crash"? (known: flash-crash, gap-open, '],
  ['hlat:AAPL', 'there is no scenario "hlat"; did you mean "halt"? (known: '],
  ['', 'there is no scenario "" (known: '],
])('%j is no scenario', (text, message) => {
  expect(() => scenarioNamed(text)).toThrow(message)
  expect(codeOf(() => scenarioNamed(text))).toBe('UNKNOWN_SCENARIO')
})
