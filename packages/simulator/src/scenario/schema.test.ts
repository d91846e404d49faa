import { TapedeckError } from '@tapedeck/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ScenarioInput } from './input.ts'
import { parseScenario } from './schema.ts'

const coin = { symbol: 'X-USD', class: 'crypto', price: 1, tickSize: 0.001, size: 10 } as const

/** Steps and faults that a scenario of the name `try` is made of. */
const withSteps = (...steps: readonly unknown[]) => ({ name: 'try', steps })
const withFaults = (...faults: readonly unknown[]) => ({ name: 'try', faults })

describe('a scenario', () => {
  it('needs a name, and no more', () => {
    expect(parseScenario({ name: 'nothing-yet' })).toEqual({
      name: 'nothing-yet',
      title: 'nothing-yet',
      start: null,
      calendar: null,
      steps: [],
      faults: [],
    })
  })

  it('has every default filled in', () => {
    const input: ScenarioInput = {
      name: 'try',
      steps: [
        { kind: 'halt', symbols: ['AAPL'], for: '5m' },
        { kind: 'stub-trades', at: '1m', symbols: 'all' },
        { kind: 'fat-finger', symbols: 'all' },
      ],
      faults: [
        { kind: 'reorder', for: '1s', symbols: 'all' },
        { kind: 'skew', for: '1s', symbols: ['AAPL'] },
      ],
    }
    const { steps, faults } = parseScenario(input)
    expect(steps).toEqual([
      { kind: 'halt', at: '0s', symbols: ['AAPL'], for: '5m', reason: 'trading halted', auction: '0s', change: 0 },
      { kind: 'stub-trades', at: '1m', symbols: 'all', side: 'sell', price: null, count: 1 },
      { kind: 'fat-finger', at: '0s', symbols: 'all', change: -0.1, size: 20, bustAfter: '60s' },
    ])
    expect(faults).toEqual([
      { kind: 'reorder', at: '0s', for: '1s', symbols: 'all', probability: 0.0001, window: '50ms' },
      { kind: 'skew', at: '0s', for: '1s', symbols: ['AAPL'], by: '300ms', ahead: true },
    ])
  })

  it('may say null where null means something', () => {
    const step = { kind: 'fat-finger', at: '0s', symbols: 'all', change: 0.1, size: 1, bustAfter: null }
    expect(parseScenario(withSteps(step)).steps).toEqual([step])
  })

  it('starts where it says: in words, in microseconds, or anywhere', () => {
    const at = Date.parse('2026-03-08T06:59:00Z') * 1_000
    expect(parseScenario({ name: 'try', start: '2026-03-08T06:59:00Z' }).start).toBe(at)
    expect(parseScenario({ name: 'try', start: at }).start).toBe(at)
    expect(parseScenario({ name: 'try', start: null }).start).toBeNull()
  })

  it('lists an instrument as people write it, and concerns its symbol', () => {
    const [step] = parseScenario(withSteps({ kind: 'list', at: '10s', instrument: coin })).steps
    expect(step).toMatchObject({
      kind: 'list',
      at: '10s',
      symbols: ['X-USD'],
      instrument: { instrument: { symbol: 'X-USD', tickSize: 1 }, parameters: { referencePrice: 1_000 } },
    })
    // the same again, from a tape
    expect(parseScenario(JSON.parse(JSON.stringify(withSteps(step)))).steps).toEqual([step])
  })
})

const jump = { kind: 'price-jump', symbols: ['AAPL'], change: 0.1 }
const halt = { kind: 'halt', symbols: ['AAPL'], for: '5m' }
const path = { kind: 'price-path', symbols: ['AAPL'] }
const list = { kind: 'list', instrument: coin }

describe('what is wrong is told with its place, what stands there, and what may', () => {
  it.each<[unknown, string | RegExp]>([
    [null, 'the scenario is null: must be an object'],
    [[], 'the scenario is an array of 0: must be an object'],
    [{}, 'name is missing: must be text, lower-case words with hyphens between them, 64 characters at most'],
    [{ name: 'Flash Crash' }, /^name is "Flash Crash": must be lower-case words/],
    [{ name: 'a'.repeat(65) }, /^name is "a+\.\.\.": must be lower-case words/],
    [{ name: 'try', title: '' }, 'title is "": must be 1 to 200 characters'],
    [{ name: 'try', stpes: [] }, 'the scenario is an object: has no key "stpes"; did you mean "steps"?'],
    [{ name: 'try', calendar: 'rael' }, 'calendar is "rael": must be one of real, or null; did you mean "real"?'],
    [{ name: 'try', start: '2026-03-08' }, /^start is "2026-03-08": must be a UTC time such as 2026-03-08T06:59:00Z, /],
    [{ name: 'try', start: -1 }, /^start is -1: must be a UTC time/],
    [{ name: 'try', steps: {} }, 'steps is an object: must be a list of 0 to 1000'],
    [{ name: 'try', steps: Array(1_001).fill(jump) }, 'steps is an array of 1001: must be a list of 0 to 1000'],
    [withSteps(7), 'steps[0] is 7: must be an object'],
    [withSteps({}), /^steps\[0\]\.kind is missing: must be one of price-path, .*, tick-size, list$/],
    [withSteps(jump, { kind: 'price-jmp' }), 'steps[1].kind is "price-jmp": no such kind; did you mean "price-jump"?'],
    [withSteps({ ...jump, change: 70 }), 'steps[0].change is 70: must be from -0.99 to 10'],
    [withSteps({ ...jump, change: -1 }), 'steps[0].change is -1: must be from -0.99 to 10'],
    [withSteps({ ...jump, change: '7' }), 'steps[0].change is "7": must be a number from -0.99 to 10'],
    [withSteps({ ...jump, change: undefined }), 'steps[0].change is missing: must be a number from -0.99 to 10'],
    [withSteps({ ...jump, chnage: 7 }), 'steps[0] is an object: has no key "chnage"; did you mean "change"?'],
    [withSteps({ ...jump, x: 7, y: 8 }), /has no key "x" \(and 1 more\); its keys are kind, symbols, at, change$/],
    [withSteps({ ...jump, at: '10' }), 'steps[0].at is "10": must be a span of time such as 250ms, 2.5s, 5m, 1h or 1d'],
    [withSteps({ ...jump, at: 10 }), /^steps\[0\]\.at is 10: must be a span of time/],
    [withSteps({ ...jump, at: '31d' }), 'steps[0].at is "31d": must be from 0s to 30d'],
    [withSteps({ ...halt, for: '0s' }), 'steps[0].for is "0s": must be from 1ms to 30d'],
    [withSteps({ ...halt, reason: 7 }), 'steps[0].reason is 7: must be text, 1 to 100 characters'],
    [
      withSteps({ ...jump, symbols: undefined }),
      /^steps\[0\]\.symbols is missing: must be "all" or a list of 1 to 1000/,
    ],
    [withSteps({ ...jump, symbols: 'AAPL' }), /^steps\[0\]\.symbols is "AAPL": must be "all" or a list/],
    [withSteps({ ...jump, symbols: [] }), /^steps\[0\]\.symbols is an array of 0: must be "all" or a list/],
    [withSteps({ ...jump, symbols: ['A', 'A'] }), 'steps[0].symbols is an array of 2: must name no symbol twice'],
    [
      withSteps({ ...jump, symbols: ['A', '$'] }),
      /^steps\[0\]\.symbols\[1\] is "\$": must be a symbol: 1 to 32 letters/,
    ],
    [withSteps({ ...path, points: [] }), 'steps[0].points is an array of 0: must be a list of 1 to 1000'],
    [
      withSteps({ ...path, points: [1, 2, 2].map((s) => ({ after: `${s}s`, change: 0 })) }),
      'steps[0].points[2].after is "2s": must be later than 2s, that of the one before',
    ],
    [
      withSteps({ kind: 'cross', symbols: 'all', for: '1s', ticks: 1.5 }),
      /ticks is 1.5: must be a whole number from 0/,
    ],
    [
      withSteps({ kind: 'stub-trades', symbols: 'all', side: 'seller' }),
      /must be one of buy, sell; did you mean "sell"\?$/,
    ],
    [
      withSteps({ kind: 'split', symbols: 'all', numerator: 0 }),
      /numerator is 0: must be a whole number from 1 to 1000$/,
    ],
    [
      withSteps({ kind: 'rename', symbols: ['A', 'B'], to: 'C' }),
      /^steps\[0\]\.symbols is an array of 2: must name one symbol/,
    ],
    [withSteps({ kind: 'rename', symbols: 'all', to: 'C' }), /^steps\[0\]\.symbols is "all": must name one symbol/],
    [withSteps({ kind: 'rename', symbols: ['A'], to: 'a b' }), /^steps\[0\]\.to is "a b": must be 1 to 32 letters/],
    [
      withSteps({ ...list, symbols: ['Y'] }),
      /^steps\[0\]\.symbols is an array of 1: must name the symbol of the instrument, X-USD/,
    ],
    [
      withSteps({ ...list, instrument: { ...coin, price: -1 } }),
      /^steps\[0\]\.instrument\.price is -1: must be from 1e-12/,
    ],
    [
      withSteps({ ...list, instrument: { ...coin, price: 0.0001 } }),
      /^steps\[0\]\.instrument\.price is 0.0001: must be several ticks/,
    ],
    [withFaults({ kind: 'drop', symbols: 'all' }), /^faults\[0\]\.for is missing: must be a span of time/],
    [
      withFaults({ kind: 'drop', symbols: 'all', for: '1s', probability: 2 }),
      /^faults\[0\]\.probability is 2: must be from 0 to 1$/,
    ],
    [withFaults({ kind: 'skew', symbols: 'all', for: '1s', ahead: 1 }), 'faults[0].ahead is 1: must be true or false'],
    [
      withFaults(jump),
      /^faults\[0\]\.kind is "price-jump": must be one of drop, duplicate, reorder, delay, freeze, skew$/,
    ],
  ])('%#', (value, message) => {
    const error = refusal(value)
    expect(error.code).toBe('BAD_SCENARIO')
    if (typeof message === 'string') expect(error.message).toBe(message)
    else expect(error.message).toMatch(message)
  })

  it('and with the file, where there is one', () => {
    const error = refusal(withSteps({ ...jump, change: 70 }), 'crash.json')
    expect(error.message).toBe('crash.json: steps[0].change is 70: must be from -0.99 to 10')
    expect(error.details).toMatchObject({ file: 'crash.json', problems: [{ path: 'steps[0].change', value: '70' }] })
  })

  it('whatever the value is', () => {
    const steps = fc.array(fc.record({ kind: fc.constantFrom('halt', 'list', 'price-path'), symbols: fc.anything() }))
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ name: fc.constant('try'), steps })), (value) => {
        try {
          parseScenario(value)
        } catch (thrown) {
          expect(thrown).toMatchObject({ name: 'TapedeckError', code: 'BAD_SCENARIO' })
        }
      }),
    )
  })
})

function refusal(value: unknown, file?: string): TapedeckError {
  try {
    parseScenario(value, file)
  } catch (thrown) {
    if (thrown instanceof TapedeckError) return thrown
    throw thrown
  }
  throw new Error('was not refused')
}
