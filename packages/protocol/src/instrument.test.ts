import { describe, expect, it } from 'vitest'
import { bitcoin } from './instrument.fixture.ts'
import { checkInstrument, type Instrument } from './instrument.ts'
import { parseInstrument } from './schemas.ts'

/** A field, a value that it may not have, and what the refusal says of it. */
const refusals: readonly (readonly [field: keyof Instrument, value: unknown, rule: RegExp])[] = [
  ['id', 0, /from 1 to 4294967295/],
  ['id', 1.5, /from 1 to 4294967295/],
  ['id', 2 ** 32, /from 1 to 4294967295/],
  ['symbol', '', /1 to 32 letters/],
  ['symbol', 'BTC/USD', /1 to 32 letters/],
  ['symbol', '-BTC', /1 to 32 letters/],
  ['symbol', '../etc', /1 to 32 letters/],
  ['symbol', 'BTC\n', /1 to 32 letters/],
  ['symbol', 'X'.repeat(33), /1 to 32 letters/],
  ['name', '', /1 to 100 characters/],
  ['name', 'x'.repeat(101), /1 to 100 characters/],
  ['venue', '', /1 to 32 characters/],
  ['currency', '', /1 to 32 characters/],
  ['calendar', '', /1 to 32 characters/],
  ['assetClass', 'bond', /equity, fx, crypto, index/],
  ['barSource', 'bid', /trade, mid/],
  ['pricePrecision', 13, /from 0 to 12/],
  ['pricePrecision', -1, /from 0 to 12/],
  ['sizePrecision', 0.5, /from 0 to 12/],
  ['tickSize', 0, /above 0/],
  ['tickSize', -1, /above 0/],
  ['tickSize', 0.01, /whole number/],
  ['sizeIncrement', 1e15, /below 10\^15/],
  ['lotSize', Number.NaN, /whole number/],
  ['lotSize', 150, /multiple of sizeIncrement/],
  ['dayStart', { time: '24:00', timeZone: 'UTC' }, /HH:MM/],
  ['dayStart', { time: '9:30', timeZone: 'UTC' }, /HH:MM/],
  ['dayStart', { time: '00:00', timeZone: 'Europe/Paris' }, /UTC, America\/New_York/],
  ['replaces', 0, /id of another/],
  ['replaces', 7, /id of another/],
]

describe('an instrument', () => {
  const good: Instrument = { ...bitcoin, id: 7, sizeIncrement: 100 as Instrument['sizeIncrement'] }

  it('with sound data is taken as it is', () => {
    expect(checkInstrument(good)).toBe(good)
    expect(checkInstrument({ ...good, replaces: 6 })).toMatchObject({ replaces: 6 })
  })

  it.each(['A', 'BTC-USD', 'BRK.B', 'ES_F', 'X:BTCUSD', '600519', 'x'.repeat(32)])(
    'may have the symbol %s',
    (symbol) => {
      expect(checkInstrument({ ...good, symbol }).symbol).toBe(symbol)
    },
  )

  it.each(refusals)('may not have %s %j', (field, value, rule) => {
    const bad = { ...good, [field]: value }
    expect(() => checkInstrument(bad)).toThrow(rule)
    expect(() => checkInstrument(bad)).toThrow(
      expect.objectContaining({ code: 'BAD_INSTRUMENT', details: { symbol: bad.symbol, field, value } }),
    )
    // a file with it is refused as well, by the type of the field or by the same rule
    expect(() => parseInstrument(bad)).toThrow(expect.objectContaining({ code: 'BAD_INSTRUMENT' }))
  })

  it('is refused with the symbol, the field and the value in the sentence', () => {
    expect(() => checkInstrument({ ...good, pricePrecision: 13 })).toThrow(
      'instrument BTC-USD: pricePrecision 13 must be a whole number from 0 to 12',
    )
  })
})

describe('an instrument in a file', () => {
  it('comes out as it was written', () => {
    const replacing = { ...bitcoin, replaces: 9 }
    for (const instrument of [bitcoin, replacing]) {
      expect(parseInstrument(JSON.parse(JSON.stringify(instrument)))).toEqual(instrument)
    }
  })

  it.each(Object.keys(bitcoin) as (keyof Instrument)[])('may not lack its %s', (field) => {
    const { [field]: _left, ...rest } = bitcoin
    expect(() => parseInstrument(rest)).toThrow(`${field} is missing`)
  })

  it.each([
    ['{"extra":1}', /Unrecognized key/],
    ['{"__proto__":{"id":1}}', /__proto__/],
  ])('may not hold %s besides', (text, rule) => {
    const mixed = JSON.parse(JSON.stringify(bitcoin).replace('{', `${text.slice(0, -1)},`)) as unknown
    expect(() => parseInstrument(mixed)).toThrow(rule)
  })

  it.each([null, [], 'BTC-USD', 7, undefined])('is not %j', (value) => {
    expect(() => parseInstrument(value)).toThrow(/^the instrument is /)
  })
})
