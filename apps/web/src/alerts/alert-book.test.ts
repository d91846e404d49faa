import { describe, expect, it } from 'vitest'
import { addRule, changeRule, EMPTY_BOOK, MOST_RULES, parseBook, recordFiring, removeRule } from './alert-book.ts'
import { ruleOf } from './rule.fixture.ts'

const { id: _id, isOn: _isOn, ...wish } = ruleOf()
const fired = { symbol: 'BTC-USD', kind: 'price', crossing: 'up', level: 100, value: 101, pricePrecision: 2 } as const

describe('the book of alerts', () => {
  it('gives each alert a name of its own, also after others have gone', () => {
    const two = addRule(addRule(EMPTY_BOOK, wish), { ...wish, level: 200 })
    expect(two.rules).toEqual([ruleOf({ id: '2', level: 200 }), ruleOf()])
    const again = addRule(removeRule(two, '1'), wish)
    expect(again.rules.map(({ id }) => id)).toEqual(['3', '2'])
  })

  it('changes one, and no other', () => {
    const two = addRule(addRule(EMPTY_BOOK, wish), wish)
    expect(changeRule(two, '1', { level: 5, isOn: false }).rules).toEqual([
      ruleOf({ id: '2' }),
      ruleOf({ level: 5, isOn: false }),
    ])
  })

  it('has an end', () => {
    let book = EMPTY_BOOK
    for (let count = 0; count < MOST_RULES + 1; count++) book = addRule(book, wish)
    expect(book.rules).toHaveLength(MOST_RULES)
    for (let at = 1; at <= 101; at++) book = recordFiring(book, { ...fired, at, on: 'LIVE' })
    expect(book.history).toHaveLength(100)
    expect(book.history[0]).toEqual({ ...fired, id: '101', at: 101, on: 'LIVE' })
  })

  it('is the same after it was kept', () => {
    const book = recordFiring(addRule(EMPTY_BOOK, { ...wish, repeats: true }), { ...fired, at: 7, on: 'REPLAY' })
    expect(parseBook(JSON.parse(JSON.stringify({ ...book, hasSound: true })))).toEqual({ ...book, hasSound: true })
  })

  it('has one alert of each id, and counts on from the highest', () => {
    const rules = [ruleOf({ id: '7' }), ruleOf({ id: '7', level: 5 }), ruleOf({ id: '9'.repeat(23) }), ruleOf()]
    const firings = [4, 4].map((at) => ({ ...fired, id: '3', at, on: 'LIVE' }))
    const book = parseBook({ rules, history: firings })
    expect(book.rules).toEqual([ruleOf({ id: '7' }), ruleOf()])
    expect(book.history).toEqual(firings.slice(1))
    expect(addRule(book, wish).rules[0]?.id).toBe('8')
  })

  it.each([
    [undefined],
    [null],
    ['text'],
    [{ rules: 5, history: {} }],
    [{ rules: [null, {}, ruleOf({ id: 'x' }), { ...ruleOf(), kind: 'moon' }, { ...ruleOf(), level: null }] }],
    [{ rules: [{ ...ruleOf(), symbol: '<b>' }], history: [{ ...fired, id: '1', at: 5, on: 'MARS' }] }],
  ])('is read as far as it can be: %j', (stored) => {
    expect(parseBook(stored)).toEqual(EMPTY_BOOK)
  })
})
