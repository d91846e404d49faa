import { expect, it } from 'vitest'
import program from '../../../../tests/testkit/part.test.ts?raw'
import { partFileOf, partTestOf } from './part-test.ts'

it('a part as a test is a program that runs here, word for word', () => {
  const scene = { symbol: 'BTC-USD', from: 1_767_623_400_000_000, to: 1_767_623_460_000_000 }
  expect(partTestOf({ ...scene, file: '../fixtures/four-symbols.tape.jsonl' })).toBe(program)
})

it('a symbol with a quotation mark does not end the text', () => {
  expect(partTestOf({ file: './a.tape', symbol: "O'HARE", from: 0, to: 1 })).toContain("symbols: ['O\\'HARE']")
})

it.each([
  ['/api/recordings/r-0f3a9c1d2b4e', 'r-0f3a9c1d2b4e-part.tape'],
  ['/api/rolling', 'live-part.tape'],
])('the part of %s is %s', (address, file) => {
  expect(partFileOf(address)).toBe(file)
})
