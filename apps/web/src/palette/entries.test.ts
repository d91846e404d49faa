import { expect, it } from 'vitest'
import type { Action } from '../keys/actions.ts'
import { findEntries } from './entries.ts'

const action = (id: string, name: string, isEnabled = true): Action => ({
  id,
  group: 'deck',
  name,
  keys: [],
  run: () => undefined,
  isEnabled: () => isEnabled,
})
const ACTIONS = [action('faster', 'Play faster'), action('stop', 'Stop the bitter end', false)]
const INFOS = [
  { symbol: 'BTC-USD', name: 'Bitcoin' },
  { symbol: 'FAST', name: 'Fastenal' },
]

it.each([
  ['', ['faster', 'BTC-USD', 'FAST']],
  // a symbol that begins so stands above a name with such a word
  ['fast', ['FAST', 'faster']],
  ['bit', ['BTC-USD']],
  // by the part of the page
  ['deck', ['faster']],
  ['nothing', []],
])('%j finds %j', (query, ids) => {
  expect(findEntries(ACTIONS, INFOS, query).map(({ id }) => id)).toEqual(ids)
})

it('shows no more than one reads', () => {
  const many = Array.from({ length: 500 }, (_, index) => ({ symbol: `S${index}`, name: '' }))
  expect(findEntries([], many, 's').length).toBeLessThan(100)
})
