import { expect, it } from 'vitest'
import { isKey, isSearch, keyCaps, strokeOf } from './strokes.ts'

const NONE = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false }

it.each([
  [{ key: ' ' }, 'Space'],
  [{ key: 'l' }, 'l'],
  [{ key: 'L', shiftKey: true }, 'l'],
  [{ key: '?', shiftKey: true }, '?'],
  [{ key: '/' }, '/'],
  // a German and a Mac keyboard
  [{ key: '[', ctrlKey: true, altKey: true }, '['],
  [{ key: '[', altKey: true }, '['],
  [{ key: '/', ctrlKey: true }, 'Mod+/'],
  [{ key: 'k', ctrlKey: true }, 'Mod+k'],
  [{ key: 'k', metaKey: true }, 'Mod+k'],
  [{ key: 'ArrowLeft', shiftKey: true }, 'Shift+ArrowLeft'],
  [{ key: 'Home' }, 'Home'],
  // the browser's
  [{ key: 'ArrowLeft', altKey: true }, undefined],
  [{ key: 'd', altKey: true }, undefined],
  [{ key: ' ', ctrlKey: true }, undefined],
])('%j is the stroke %s', (pressed, stroke) => {
  expect(strokeOf({ ...NONE, ...pressed })).toBe(stroke)
})

it.each([
  ['on', ['l', '1', '?', '/', 'Space', 'Mod+k', 'Escape'], []],
  ['search', ['?', '/', 'Space', 'Mod+k', 'Escape'], ['l', '1']],
  ['off', ['Space', 'Mod+k', 'Escape'], []],
] as const)('with keys of a character %s, keys are %j and a search begins with %j', (characterKeys, keys, searches) => {
  const strokes = ['l', '1', '?', '/', 'Space', 'Mod+k', 'Escape']
  expect(strokes.filter((stroke) => isKey(stroke, characterKeys))).toEqual(keys)
  expect(strokes.filter((stroke) => isSearch(stroke, characterKeys))).toEqual(searches)
})

it.each([
  ['Mod+k', false, ['Ctrl', 'K']],
  ['Mod+k', true, ['⌘', 'K']],
  ['Shift+ArrowRight', false, ['⇧', '→']],
  ['+', false, ['+']],
])('%s stands on the keys (Mac: %s) as %j', (stroke, isMac, caps) => {
  expect(keyCaps(stroke, isMac)).toEqual(caps)
})
