import { describe, expect, it } from 'vitest'
import { rowAfterKey, tileAfterKey } from './row-keys.ts'
import { searchInstruments } from './search.ts'

const instruments = [
  { symbol: 'BTC-USD', name: 'Bitcoin / US dollar' },
  { symbol: 'ETH-USD', name: 'Ether / US dollar' },
  { symbol: 'EUR-USD', name: 'Euro / US dollar' },
  { symbol: 'USD-JPY', name: 'US dollar / Japanese yen' },
  { symbol: 'F', name: 'Ford Motor Company' },
  { symbol: 'AAPL', name: 'Apple Inc.' },
]
const find = (query: string): string[] =>
  searchInstruments(instruments, query, (instrument) => instrument).map(({ symbol }) => symbol)

describe('a search', () => {
  it.each([
    ['btcusd', ['BTC-USD']],
    ['BTC-', ['BTC-USD']],
    ['e', ['ETH-USD', 'EUR-USD', 'USD-JPY', 'AAPL']],
    ['f', ['F']],
    ['usd', ['USD-JPY', 'BTC-USD', 'ETH-USD', 'EUR-USD']],
    ['yen', ['USD-JPY']],
    ['  apple ', ['AAPL']],
    ['zzz', []],
    ['/', ['BTC-USD', 'ETH-USD', 'EUR-USD', 'USD-JPY']],
  ])('for %j finds %j, best first', (query, symbols) => {
    expect(find(query)).toEqual(symbols)
  })

  it('for nothing finds everything in its order', () => {
    expect(find(' ')).toEqual(instruments.map(({ symbol }) => symbol))
  })
})

describe('the keyboard', () => {
  it.each([
    ['ArrowDown', 3, 4],
    ['ArrowDown', 29, 29],
    ['ArrowUp', 0, 0],
    ['PageDown', 25, 29],
    ['Home', 12, 0],
    ['End', 12, 29],
    ['a', 3, undefined],
  ])('leads by %s from row %d of 30 to %s', (key, from, to) => {
    expect(rowAfterKey(key, from, 30, 10)).toBe(to)
  })
})

describe('the keyboard among tiles', () => {
  it.each([
    ['ArrowRight', 3, 4],
    ['ArrowLeft', 4, 3],
    ['ArrowDown', 3, 7],
    ['ArrowUp', 3, undefined],
    ['ArrowDown', 27, undefined],
    ['PageDown', 3, 11],
    ['End', 3, 29],
  ])('leads by %s from tile %d of 30, four a line, to %s', (key, from, to) => {
    expect(tileAfterKey(key, from, 30, 4, 2)).toBe(to)
  })
})
