import { expect, it } from 'vitest'
import { isCharacter, keyCaps, strokeOf } from './strokes.ts'

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

it('says which strokes are a character alone', () => {
  expect(['l', '?', '1'].map(isCharacter)).toEqual([true, true, true])
  expect(['Space', 'Mod+k', 'Escape'].map(isCharacter)).toEqual([false, false, false])
})

it.each([
  ['Mod+k', false, ['Ctrl', 'K']],
  ['Mod+k', true, ['⌘', 'K']],
  ['Shift+ArrowRight', false, ['⇧', '→']],
  ['+', false, ['+']],
])('%s stands on the keys (Mac: %s) as %j', (stroke, isMac, caps) => {
  expect(keyCaps(stroke, isMac)).toEqual(caps)
})
