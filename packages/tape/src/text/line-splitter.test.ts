import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLineSplitter } from './line-splitter.ts'

const TEXT = '{"tapedeck":1}\n\nprice "€ 1 ü"\n\u{1f600}\r\nlast'

describe('lines', () => {
  it('are the same in whatever pieces their bytes come', () => {
    const bytes = new TextEncoder().encode(TEXT)
    fc.assert(
      fc.property(fc.array(fc.nat({ max: bytes.length }), { maxLength: 8 }), (cuts) => {
        const splitter = createLineSplitter({ name: 'tape', line: 0 })
        const lines: string[] = []
        const ends = [...cuts.sort((a, b) => a - b), bytes.length]
        ends.forEach((end, i) => splitter.push(bytes.subarray(ends[i - 1] ?? 0, end), (line) => lines.push(line)))
        expect([...lines, new TextDecoder().decode(splitter.rest)]).toEqual(TEXT.split('\n'))
      }),
    )
  })
})
