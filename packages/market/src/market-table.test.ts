import { micros, scaledPrice, scaledSize, seq, type Instrument, type InstrumentEvent } from '@tapedeck/protocol'
import { expect, test } from 'vitest'
import { AAPL, BTC, EUR, instrument, NEW_YORK_FIVE, quote, status, trade } from './fixtures/tapes.ts'
import { createMarket } from './market.ts'

const NOON = Date.UTC(2026, 5, 10, 12) * 1_000

function instrumentEvent(action: InstrumentEvent['action'], of: Instrument, tsRecv = NOON): InstrumentEvent {
  const at = micros(tsRecv)
  return { type: 'instrument', ts: at, tsRecv: at, seq: seq(1), action, instrumentId: of.id, instrument: of }
}

test('an instrument enters, changes and ends, and what is known of it stays', () => {
  const market = createMarket([BTC])
  const sol = instrument(9, 'SOL-USD', 'trade', NEW_YORK_FIVE)
  market.apply(instrumentEvent('enter', sol))
  market.apply(trade(NOON, 50, 1, { of: sol }))
  market.apply(status(NOON, sol, 'halted'))
  expect(market.instruments()).toEqual([BTC, sol])
  const renamed = { ...sol, symbol: 'SOLANA', name: 'Solana' }
  market.apply(instrumentEvent('change', renamed))
  expect(market.instrumentOf('SOL-USD')).toBeUndefined()
  expect(market.instrumentOf('SOLANA')).toEqual(renamed)
  market.apply(instrumentEvent('end', renamed))
  expect(market.instruments()).toEqual([BTC])
  expect(market.instrumentOf('SOLANA')).toBeUndefined()
  expect(market.instrument(9)).toEqual(renamed)
  expect(market.stats(9)).toMatchObject({ last: 50 })
  expect(market.status(9)).toMatchObject({ status: 'halted' })
})

test('an id never changes its precisions', () => {
  const market = createMarket([BTC])
  expect(() => market.apply(instrumentEvent('change', { ...BTC, pricePrecision: 3 }))).toThrow(
    expect.objectContaining({
      code: 'BAD_INSTRUMENT',
      message: expect.stringMatching(/BTC-USD.*pricePrecision.*2 to 3/) as string,
    }),
  )
  expect(market.instrumentOf('BTC-USD')).toEqual(BTC)
})

test('an id or a symbol stands once in the table', () => {
  expect(() => createMarket([BTC, { ...EUR, id: BTC.id }])).toThrow(expect.objectContaining({ code: 'BAD_INSTRUMENT' }))
  expect(() => createMarket([BTC, { ...EUR, symbol: BTC.symbol }])).toThrow(
    expect.objectContaining({ code: 'BAD_INSTRUMENT' }),
  )
})

test('an event of an unknown instrument and one that goes back in tape time are refused', () => {
  const market = createMarket([BTC])
  const corrupt = expect.objectContaining({ code: 'TAPE_CORRUPT' }) as Error
  expect(() => market.apply(quote(NOON, 1, 2, AAPL))).toThrow(corrupt)
  expect(() => market.apply(instrumentEvent('end', AAPL))).toThrow(corrupt)
  market.apply(trade(NOON + 1, 100, 1))
  expect(() => market.apply(trade(NOON, 100, 1))).toThrow(corrupt)
  expect(() => market.advanceTo(micros(Infinity))).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }))
})

test('kinds of event without state only let time pass', () => {
  const market = createMarket([BTC])
  const at = micros(NOON)
  const head = { ts: at, tsRecv: at, seq: seq(1) }
  const level = { price: scaledPrice(1), size: scaledSize(1) }
  market.apply({ ...head, type: 'book', instrumentId: BTC.id, action: 'snapshot', bids: [level], asks: [] })
  market.apply({
    ...head,
    type: 'gap',
    instrumentId: null,
    fromSeq: null,
    toSeq: null,
    tsFrom: at,
    tsTo: at,
    cause: 'clock-jump',
  })
  market.apply({ ...head, type: 'marker', name: 'here', params: {} })
  market.apply({ ...head, type: 'opaque', kind: 200, payload: new Uint8Array() })
  expect(market.time).toBe(NOON)
  expect(market.stats(BTC.id)).toBeUndefined()
})

test('how much a market holds is checked', () => {
  expect(() => createMarket([], { maxBars: 0 })).toThrow(/maxBars 0/)
  expect(() => createMarket([], { maxTrades: 1.5 })).toThrow(/maxTrades 1.5/)
})

test('an id that takes over a symbol goes on with its numbers, one of another symbol does not', () => {
  const market = createMarket([AAPL])
  for (const size of [1, 2, 3]) market.apply(trade(NOON, 100, size, { of: AAPL }))
  const [stats, bar] = [market.seqOf(AAPL.id, 'stats'), market.seqOf(AAPL.id, 'bar:1m')]
  expect([stats, bar]).toEqual([3, 3])
  const finer = { ...AAPL, id: 90, pricePrecision: 4, replaces: AAPL.id }
  market.apply(instrumentEvent('end', AAPL))
  market.apply(instrumentEvent('enter', finer))
  market.apply(trade(NOON, 1_000_000, 1, { of: finer }))
  expect([market.seqOf(90, 'stats'), market.seqOf(90, 'bar:1m')]).toEqual([4, 4])
  const renamed = { ...finer, id: 91, symbol: 'PEAR', replaces: 90 }
  market.apply(instrumentEvent('enter', renamed))
  market.apply(trade(NOON, 1_000_000, 1, { of: renamed }))
  expect(market.seqOf(91, 'stats')).toBe(1)
})
