import { expect, it } from 'vitest'
import { parseSideParts } from './side-parts.svelte.ts'

it.each([
  [
    ['trades', 'book'],
    ['book', 'trades'],
  ],
  [['trades', 'ladder'], ['trades']],
  ['book', []],
  [undefined, []],
])('of %j as it was kept, %j stand at the side', (kept, open) => {
  expect(parseSideParts(kept)).toEqual(open)
})
