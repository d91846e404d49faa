import { expect, it } from 'vitest'
import { transportActions, type DeckParts } from './transport-actions.ts'

// none of them is run: what they do is tested on the page
const actions = transportActions({} as DeckParts)

it.each([
  ['Space', 'deck.toggle'],
  ['ArrowRight', 'deck.step-event'],
  ['Shift+ArrowRight', 'deck.step-bar'],
  ['ArrowLeft', 'deck.rewind-10s'],
  ['Shift+ArrowLeft', 'deck.rewind-1m'],
  ['Shift+Home', 'deck.rewind-all'],
  // the list's own
  ['Home', undefined],
  ['ArrowDown', undefined],
  ['<', 'deck.slower'],
  ['>', 'deck.faster'],
  ['Escape', 'deck.live'],
  ['l', 'deck.live'],
  ['t', 'deck.library'],
  ['g', 'deck.time'],
  ['n', 'deck.next-gap'],
  ['j', 'deck.next-marker'],
  ['o', 'deck.scenarios'],
  ['m', 'deck.shared'],
  ['[', 'deck.mark-from'],
  [']', 'deck.mark-to'],
  ['/', undefined],
])('%s asks for %s', (stroke, id) => {
  expect(actions.find(({ keys }) => keys.includes(stroke))?.id).toBe(id)
})
