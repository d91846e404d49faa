import { describe, expect, it } from 'vitest'
import {
  activeList,
  addSymbol,
  adoptLink,
  createList,
  deleteList,
  moveSymbol,
  NO_LISTS,
  parseLists,
  removeSymbol,
  renameList,
  showList,
  spellAsOnTape,
  symbolsInText,
} from './lists.ts'

const majors = createList(NO_LISTS, 'Majors', ['BTC-USD', 'ETH-USD', 'EUR-USD'])
const shown = (lists: typeof majors) => activeList(lists)?.symbols.join(' ')

describe('a list', () => {
  it('is shown once it is made, and has a name of its own', () => {
    const two = createList(majors, ' Majors ')
    expect(two.lists.map(({ name }) => name)).toEqual(['Majors', 'Majors 2'])
    expect(two.active).toBe('Majors 2')
    expect(renameList(two, 'Majors 2', 'Majors').active).toBe('Majors 2')
    expect(renameList(two, 'Majors 2', 'Coins')).toMatchObject({ active: 'Coins' })
  })

  it('takes each symbol once, at its end, and loses it', () => {
    const more = addSymbol(addSymbol(majors, 'AAPL'), 'BTC-USD')
    expect(shown(more)).toBe('BTC-USD ETH-USD EUR-USD AAPL')
    expect(shown(removeSymbol(more, 'ETH-USD'))).toBe('BTC-USD EUR-USD AAPL')
  })

  it.each([
    ['EUR-USD', 'BTC-USD', 'EUR-USD BTC-USD ETH-USD'],
    ['BTC-USD', 'EUR-USD', 'ETH-USD EUR-USD BTC-USD'],
    ['BTC-USD', 'ETH-USD', 'ETH-USD BTC-USD EUR-USD'],
    ['BTC-USD', 'BTC-USD', 'BTC-USD ETH-USD EUR-USD'],
    ['AAPL', 'BTC-USD', 'BTC-USD ETH-USD EUR-USD'],
  ])('with %s taken to the place of %s is %s', (symbol, place, order) => {
    expect(shown(moveSymbol(majors, symbol, place))).toBe(order)
  })

  it('gives way to all symbols when it is deleted', () => {
    expect(deleteList(majors, 'Majors')).toEqual(NO_LISTS)
  })

  it('that is not shown is not changed', () => {
    expect(addSymbol(showList(majors, null), 'AAPL').lists).toEqual(majors.lists)
    expect(showList(majors, 'Nowhere').active).toBeNull()
  })
})

describe('a link', () => {
  it('shows the list that it names, or one list of its own', () => {
    const away = showList(majors, null)
    expect(adoptLink(away, ['BTC-USD', 'ETH-USD', 'EUR-USD'])).toEqual(majors)
    const linked = adoptLink(adoptLink(away, ['AAPL']), ['MSFT', 'MSFT', 'F'])
    expect(linked.lists.map(({ name }) => name)).toEqual(['Majors', 'Linked'])
    expect(shown(linked)).toBe('MSFT F')
  })
})

it('is spelt as on the tape, where the tape has it in other letters', () => {
  const tape = ['BTC-USD', 'ETH-USD', 'brk.b', 'BRK.B']
  const linked = adoptLink(NO_LISTS, ['btc-usd', 'BTC-USD', 'Brk.b', 'brk.b', 'gone'])
  const spelt = spellAsOnTape(linked, tape)
  expect(shown(spelt)).toBe('BTC-USD BRK.B brk.b gone')
  expect(spellAsOnTape(spelt, tape)).toBe(spelt)
  expect(spellAsOnTape(NO_LISTS, tape)).toBe(NO_LISTS)
})

describe('what was kept', () => {
  it('is shown again under a name that was cut at a space', () => {
    const long = createList(NO_LISTS, `${'a'.repeat(39)} bcd`)
    expect(parseLists(JSON.parse(JSON.stringify(long)))).toEqual(long)
  })

  it('comes back as it was', () => {
    expect(parseLists(JSON.parse(JSON.stringify(majors)))).toEqual(majors)
  })

  it.each([
    [undefined],
    [null],
    ['lists'],
    [{ lists: 7 }],
    [{ lists: [null, { name: 7, symbols: [] }, { name: 'x', symbols: 'AAPL' }] }],
  ])('as %j is no list', (stored) => {
    expect(parseLists(stored)).toEqual(NO_LISTS)
  })

  it('loses what cannot be a symbol', () => {
    expect(parseLists({ lists: [{ name: 'x', symbols: ['AAPL', 7, '', '<b>', 'AAPL'] }] }).lists).toEqual([
      { name: 'x', symbols: ['AAPL'] },
    ])
  })
})

it('a text of any kind gives the symbols in it that there are', () => {
  const csv = 'symbol,price\r\n"btc-usd",1\nAAPL;2\n btc-usd, nothing'
  expect(symbolsInText(csv, ['AAPL', 'BTC-USD', 'MSFT'])).toEqual(['BTC-USD', 'AAPL'])
})
