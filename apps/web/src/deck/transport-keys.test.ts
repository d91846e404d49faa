import { expect, it } from 'vitest'
import { commandOf } from './transport-keys.ts'

it.each([
  [' ', false, 'toggle'],
  ['ArrowRight', false, 'step-event'],
  ['ArrowRight', true, 'step-bar'],
  ['ArrowLeft', false, 'rewind-10s'],
  ['ArrowLeft', true, 'rewind-1m'],
  ['Home', true, 'rewind-all'],
  // the list's own
  ['Home', false, undefined],
  ['ArrowDown', false, undefined],
  ['<', true, 'slower'],
  ['>', true, 'faster'],
  ['Escape', false, 'live'],
  ['l', false, 'live'],
  ['t', false, 'library'],
  ['[', false, 'mark-from'],
  [']', false, 'mark-to'],
  ['/', false, undefined],
])('key %j, with shift: %s, asks for %s', (key, shiftKey, command) => {
  expect(commandOf({ key, shiftKey })).toBe(command)
})
