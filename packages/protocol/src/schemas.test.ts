import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TapedeckError } from './errors.ts'
import type { HistoryRequest, SubscribeRequest } from './messages.ts'
import {
  historyRequestSchema,
  instrumentsRequestSchema,
  parseRequest,
  subscribeRequestSchema,
  unsubscribeRequestSchema,
} from './schemas.ts'

/** What a value is refused with. */
function refusal(parse: () => unknown): TapedeckError {
  try {
    parse()
  } catch (thrown) {
    if (thrown instanceof TapedeckError) return thrown
    throw thrown
  }
  throw new Error('was not refused')
}

const asked: SubscribeRequest = { symbols: ['BTC-USD'], channels: ['quote'] }

describe('a request', () => {
  it('of the right form is taken', () => {
    const history: HistoryRequest = {
      symbol: 'AAPL',
      interval: '1m',
      from: 0,
      to: 1_767_623_400_000_000,
      limit: 5,
      deck: 'live',
    }
    expect(parseRequest(subscribeRequestSchema, asked)).toEqual(asked)
    expect(parseRequest(unsubscribeRequestSchema, { ...asked, deck: 'live' })).toEqual({ ...asked, deck: 'live' })
    expect(parseRequest(historyRequestSchema, history)).toEqual(history)
    expect(parseRequest(instrumentsRequestSchema, {})).toEqual({})
  })

  it('may name what does not exist: which name it is, is for the server to say', () => {
    const unknown = { symbols: ['NOPE', '💥', '__proto__'], channels: ['candles'], deck: 'other' }
    expect(parseRequest(subscribeRequestSchema, unknown)).toEqual(unknown)
    expect(parseRequest(historyRequestSchema, { symbol: 'NOPE', interval: '7m' })).toEqual({
      symbol: 'NOPE',
      interval: '7m',
    })
  })

  it.each([
    [subscribeRequestSchema, null, 'the request is null: expected object, received null'],
    [subscribeRequestSchema, undefined, 'the request is missing: expected object, received undefined'],
    [subscribeRequestSchema, [asked], 'the request is an array of 1: expected object, received array'],
    [subscribeRequestSchema, { ...asked, symbols: 'BTC-USD' }, 'symbols is "BTC-USD": expected array, received string'],
    [subscribeRequestSchema, { ...asked, symbols: ['A', 7] }, 'symbols[1] is 7: expected string, received number'],
    [subscribeRequestSchema, { ...asked, symbols: [] }, /^symbols is an array of 0: /],
    [subscribeRequestSchema, { ...asked, symbols: [''] }, /^symbols\[0\] is "": /],
    [
      subscribeRequestSchema,
      { ...asked, symbols: Array.from({ length: 1_001 }, () => 'A') },
      /^symbols is an array of 1001: /,
    ],
    [subscribeRequestSchema, { ...asked, deck: 7 }, /^deck is 7: /],
    [subscribeRequestSchema, { symbols: ['A'] }, /^channels is missing: /],
    [subscribeRequestSchema, { ...asked, extra: 1 }, 'the request is an object: Unrecognized key: "extra"'],
    [historyRequestSchema, { symbol: 'A', interval: '1m', limit: 0 }, /^limit is 0: /],
    [historyRequestSchema, { symbol: 'A', interval: '1m', limit: 1.5 }, /^limit is 1.5: /],
    [historyRequestSchema, { symbol: 'A', interval: '1m', from: -1 }, /^from is -1: /],
    [historyRequestSchema, { symbol: 'A', interval: '1m', to: 2 ** 53 }, /^to is 9007199254740992: /],
    [historyRequestSchema, { symbol: 'A', interval: '1m', to: '0' }, /^to is "0": /],
    [instrumentsRequestSchema, () => undefined, /^the request is a function: /],
  ])('of another form is refused with place, value and rule (%#)', (schema, value, message) => {
    const error = refusal(() => parseRequest<unknown>(schema, value))
    expect(error.code).toBe('BAD_MESSAGE')
    expect(error.message).toMatch(message)
  })

  it.each([
    '{"symbols":["A"],"channels":["quote"],"__proto__":{"deck":"x"}}',
    '{"symbols":["A"],"channels":["quote"],"constructor":1}',
  ])('may not smuggle %s', (text) => {
    expect(refusal(() => parseRequest(subscribeRequestSchema, JSON.parse(text))).code).toBe('BAD_MESSAGE')
  })

  it('with many mistakes names three of them, lists twenty and counts all', () => {
    const error = refusal(() =>
      parseRequest(subscribeRequestSchema, { ...asked, symbols: Array.from({ length: 50 }, () => 7) }),
    )
    expect(error.message).toMatch(/^symbols\[0\] is 7: .*; symbols\[1\] .*; symbols\[2\] .*; and 47 more$/)
    expect(error.details.problems).toHaveLength(20)
    expect(error.details).toMatchObject({
      count: 50,
      problems: { 19: { path: 'symbols[19]', value: '7', rule: 'expected string, received number' } },
    })
  })

  it('is refused in few words, however large it is', () => {
    const long = 'x'.repeat(100_000)
    for (const bad of [
      { ...asked, [long]: 1 },
      { ...asked, deck: long },
      { symbols: [long], channels: [long] },
      long,
    ]) {
      const error = refusal(() => parseRequest(subscribeRequestSchema, bad))
      expect(JSON.stringify(error.toBody()).length).toBeLessThan(2_000)
    }
  })

  it('of any form whatever is taken or refused, and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ symbols: fc.anything(), channels: fc.anything() })), (value) => {
        for (const schema of [subscribeRequestSchema, historyRequestSchema, instrumentsRequestSchema]) {
          try {
            parseRequest<unknown>(schema, value)
          } catch (thrown) {
            expect(thrown).toMatchObject({ name: 'TapedeckError', code: 'BAD_MESSAGE' })
          }
        }
      }),
    )
  })
})
