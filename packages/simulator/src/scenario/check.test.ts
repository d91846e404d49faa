import { micros, TapedeckError, type Instrument } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { DEFAULT_INSTRUMENTS } from '../instruments/default-instruments.ts'
import { checkScenario, checkScenarios, checkStarted } from './check.ts'
import type { FaultInput, StepInput } from './input.ts'
import { MOST_LISTINGS, type Scenario } from './scenario.ts'
import { parseScenario } from './schema.ts'

const market: readonly Instrument[] = DEFAULT_INSTRUMENTS.map(({ instrument }) => instrument)
const start = micros(1_767_623_400_000_000)

const scenario = (steps: readonly StepInput[], faults: readonly FaultInput[] = [], name = 'try'): Scenario =>
  parseScenario({ name, steps, faults })

const list = (symbol: string, at: string): StepInput => ({
  kind: 'list',
  at,
  instrument: { symbol, class: 'crypto', price: 1, tickSize: 0.001, size: 10 },
})
const jump = (symbol: string, at: string): StepInput => ({ kind: 'price-jump', at, symbols: [symbol], change: 0.1 })
const halt = (symbol: string, at: string, lasts: string): StepInput => ({
  kind: 'halt',
  at,
  for: lasts,
  symbols: [symbol],
})
const delist = (symbol: string, at: string): StepInput => ({ kind: 'delist', at, symbols: [symbol] })
const rename = (symbol: string, to: string, at: string): StepInput => ({ kind: 'rename', at, symbols: [symbol], to })

function messageOf(check: () => void): string | null {
  try {
    check()
  } catch (thrown) {
    if (!(thrown instanceof TapedeckError)) throw thrown
    expect(thrown.code).toBe('BAD_SCENARIO')
    return thrown.message
  }
  return null
}
const refusal = (steps: readonly StepInput[], faults?: readonly FaultInput[]) =>
  messageOf(() => checkScenario(scenario(steps, faults), market, start))

describe('a symbol', () => {
  it('must be in the market when a step needs it', () => {
    expect(refusal([jump('AAPL', '0s'), jump('APPL', '1s')])).toBe(
      'scenario try: steps[1].symbols[0] names APPL, which is not in the market of 30 instruments; did you mean "AAPL"?',
    )
  })

  it('that is listed is known from then on', () => {
    expect(refusal([list('NEW', '10s'), jump('NEW', '10s')])).toBeNull()
    expect(refusal([jump('NEW', '20s'), list('NEW', '10s')])).toBeNull()
    expect(refusal([list('NEW', '10s'), jump('NEW', '9s')])).toBe(
      'scenario try: steps[1].symbols[0] names NEW, which is listed only at 10s',
    )
  })

  it('that left is known until then', () => {
    expect(refusal([delist('AAPL', '10s'), jump('AAPL', '9s')])).toBeNull()
    expect(refusal([delist('AAPL', '10s'), jump('AAPL', '11s')])).toBe(
      'scenario try: steps[1].symbols[0] names AAPL, which was delisted at 10s',
    )
    expect(refusal([rename('AAPL', 'PEAR', '10s'), jump('AAPL', '11s')])).toBe(
      'scenario try: steps[1].symbols[0] names AAPL, which is called PEAR from 10s on',
    )
    expect(refusal([rename('AAPL', 'PEAR', '10s'), jump('PEAR', '11s'), delist('PEAR', '12s')])).toBeNull()
  })

  it('comes once on a tape', () => {
    expect(refusal([list('AAPL', '1s')])).toBe(
      'scenario try: steps[0].instrument lists AAPL, but there is an instrument of that symbol',
    )
    expect(refusal([rename('AAPL', 'MSFT', '1s')])).toBe(
      'scenario try: steps[0].to renames AAPL to MSFT, but there is an instrument of that symbol',
    )
    expect(refusal([delist('AAPL', '1s'), list('AAPL', '2s')])).toMatch(/an instrument had that symbol before/)
    expect(refusal([rename('AAPL', 'PEAR', '1s'), rename('PEAR', 'AAPL', '2s')])).toMatch(/had that symbol before/)
  })

  it('of a fault must be known when it begins', () => {
    expect(refusal([], [{ kind: 'drop', at: '1s', for: '1s', symbols: ['AAPL', 'NOPE'] }])).toBe(
      'scenario try: faults[0].symbols[1] names NOPE, which is not in the market of 30 instruments',
    )
  })

  it('may be all of them, whichever they are by then', () => {
    expect(refusal([{ kind: 'delist', at: '5s', symbols: 'all' }, list('NEW', '6s'), jump('NEW', '7s')])).toBeNull()
    expect(refusal([{ kind: 'delist', at: '5s', symbols: 'all' }, jump('AAPL', '7s')])).toMatch(/was delisted at 5s/)
  })
})

it('an instrument is listed on a calendar that the market knows', () => {
  const instrument = {
    symbol: 'NEW',
    class: 'us-equity',
    price: 9,
    tickSize: 0.01,
    size: 10,
    calendar: 'my-hours',
  } as const
  const steps: readonly StepInput[] = [{ kind: 'list', instrument }]
  expect(refusal(steps)).toBe(
    'scenario try: steps[0].instrument.calendar is my-hours, which no instrument of the market has, and is not built in',
  )
  expect(refusal([{ kind: 'list', instrument: { ...instrument, calendar: 'us-equity' } }])).toBeNull()
  const known = market.map((each) => ({ ...each, calendar: 'my-hours' }))
  expect(messageOf(() => checkScenario(scenario(steps), known, start))).toBeNull()
})

it('a tape has room for so many listings', () => {
  const listings = Array.from({ length: MOST_LISTINGS + 1 }, (_, i) => list(`NEW${i}`, '1s'))
  expect(refusal(listings.slice(1))).toBeNull()
  expect(refusal(listings)).toBe('scenario try: steps[16] is listing 17: a tape has room for 16')
})

describe('what closes a symbol', () => {
  it('may follow at once, and may overlap at other symbols', () => {
    expect(refusal([halt('AAPL', '10s', '10s'), halt('AAPL', '20s', '10s'), halt('MSFT', '15s', '10s')])).toBeNull()
  })

  const auction: StepInput = { kind: 'auction', at: '15s', for: '20s', symbols: 'all' }
  const bands: StepInput = { kind: 'limit-bands', at: '30s', for: '60s', symbols: ['AAPL'] }
  const split: StepInput = { kind: 'split', at: '18s', symbols: ['AAPL'], numerator: 2, closedFor: '0s' }
  it.each([
    ['two halts', [halt('AAPL', '10s', '10s'), halt('AAPL', '19s', '10s')], 'halt'],
    ['a halt in an auction', [halt('AAPL', '30s', '10s'), auction], 'auction'],
    ['a split that takes no time', [halt('AAPL', '10s', '10s'), split], 'halt'],
    ['a halt within limit bands', [bands, halt('AAPL', '60s', '10s')], 'limit-bands'],
    ['a halt in the last pause of limit bands', [bands, halt('AAPL', '390s', '10s')], 'limit-bands'],
    [
      'a symbol that has another name by then',
      [halt('AAPL', '10s', '60s'), rename('AAPL', 'PEAR', '20s'), halt('PEAR', '30s', '10s')],
      'halt',
    ],
  ] as const)('may not overlap at the same symbol: %s', (_case, steps, kind) => {
    expect(refusal(steps)).toMatch(
      new RegExp(
        `would close \\w+ within the ${kind} of scenario try: steps\\[\\d\\]: let one end before the other begins$`,
      ),
    )
  })

  it('may not overlap between scenarios that start together', () => {
    const one = scenario([halt('AAPL', '10s', '10s')], [], 'one')
    const other = scenario([halt('AAPL', '15s', '10s')], [], 'other')
    checkScenarios([one], market, start)
    checkScenarios([other], market, start)
    expect(messageOf(() => checkScenarios([one, other], market, start))).toBe(
      'scenario other: steps[0] would close AAPL within the halt of scenario one: steps[0]: let one end before the other begins',
    )
  })

  it('may not overlap with what a scenario does that started earlier', () => {
    const long = scenario([rename('AAPL', 'PEAR', '1s'), halt('PEAR', '10s', '60s')], [], 'long')
    const later = (seconds: number) =>
      messageOf(() =>
        checkStarted(
          [
            { scenario: long, at: start },
            { scenario: scenario([halt('PEAR', '0s', '5s')], [], 'later'), at: micros(start + seconds * 1_000_000) },
          ],
          market,
        ),
      )
    expect(later(0)).toMatch(/names PEAR, which is not in the market/)
    expect(later(5)).toBeNull()
    expect(later(6)).toMatch(/^scenario long: steps\[1\] would close PEAR within the halt of scenario later: /)
    expect(later(69)).toMatch(/^scenario later: steps\[0\] would close PEAR within the halt of scenario long: /)
    expect(later(70)).toBeNull()
  })

  it('may overlap with a symbol that falls silent twice', () => {
    const stale = (at: string): StepInput => ({ kind: 'stale', at, for: '60s', symbols: ['AAPL'] })
    expect(refusal([stale('10s'), stale('20s'), halt('AAPL', '15s', '20s')])).toBeNull()
  })
})

describe('figures', () => {
  const target = (symbol: string, price: number): StepInput => ({
    kind: 'price-target',
    symbols: [symbol],
    points: [{ after: '1s', price }],
  })
  const tick = (at: string, times: number): StepInput => ({ kind: 'tick-size', at, symbols: ['USD-MXN'], times })

  it('of prices keep within what their decimals allow', () => {
    expect(refusal([target('AAPL', -9e11)])).toBeNull()
    expect(refusal([target('PEPE-USD', -1_000_001)])).toBe(
      'scenario try: steps[0].points[0].price is -1000001: prices of PEPE-USD, which have 9 decimals, must be between -1000000 and 1000000',
    )
  })

  it('of tick sizes are whole numbers of the last decimal', () => {
    // 0.0001 of five decimals
    expect(refusal([tick('1s', 0.1), tick('2s', 25), tick('3s', 0.04)])).toBeNull()
    expect(refusal([tick('1s', 0.05)])).toBe(
      'scenario try: steps[0].times is 0.05: so many times the tick size 0.0001 of USD-MXN must be a price of 5 decimals',
    )
    expect(refusal([tick('1s', 0.1), tick('2s', 0.5)])).toMatch(/^scenario try: steps\[1\]\.times is 0\.5: /)
    expect(refusal([tick('1s', 0.15)])).toMatch(/^scenario try: steps\[0\]\.times is 0\.15: /)
  })
})
