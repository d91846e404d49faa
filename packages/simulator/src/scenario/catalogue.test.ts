import { micros, MICROS_PER_MINUTE, TapedeckError, type Instrument } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { createCalendar } from '../calendar/calendars.ts'
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

describe('a scenario about the calendar starts a minute or less before what it is about', () => {
  it.each([
    ['gap-open', 'us-equity', 'auction', 'trading'],
    ['weekend', 'fx', 'trading', 'closed'],
    ['weekend', '24/7', 'trading', 'trading'],
    ['holiday', 'us-equity', 'closed', 'closed'],
    ['holiday', 'fx', 'trading', 'trading'],
    ['half-day', 'us-equity', 'trading', 'auction'],
  ])('%s on the calendar %s: %s, then %s', (name, calendarName, before, after) => {
    const scenario = scenarioNamed(name)
    const at = scenario.start ?? 0
    const calendar = createCalendar(calendarName)
    expect(scenario.calendar).toBe('real')
    expect(calendar.phaseAt(micros(at)).status).toBe(before)
    expect(calendar.phaseAt(micros(at + MICROS_PER_MINUTE)).status).toBe(after)
  })

  it('holiday is one', () => {
    expect(createCalendar('us-equity').phaseAt(micros(scenarioNamed('holiday').start ?? 0)).reason).toBe(
      'Thanksgiving Day',
    )
  })

  /** What clocks show, as `HH:MM`. */
  const clockAt = (at: number, timeZone: string): string =>
    new Date(at / 1_000).toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })
  it.each([
    ['dst-spring', 'America/New_York', '01:59', '03:00'],
    ['dst-autumn', 'America/New_York', '01:59', '01:00'],
    ['dst-europe', 'Europe/London', '00:59', '02:00'],
    ['dst-europe', 'America/New_York', '20:59', '21:00'],
  ])('%s: the clocks of %s show %s, then %s', (name, timeZone, before, after) => {
    const at = scenarioNamed(name).start ?? 0
    expect([clockAt(at, timeZone), clockAt(at + MICROS_PER_MINUTE, timeZone)]).toEqual([before, after])
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
