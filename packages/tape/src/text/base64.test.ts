import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64, encodeBase64 } from './base64.ts'

describe('base64', () => {
  it('of any bytes is what Node makes of them, and comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = encodeBase64(bytes)
        expect(text).toBe(Buffer.from(bytes).toString('base64'))
        expect(decodeBase64(text)).toEqual(bytes)
      }),
    )
  })

  it.each(['A', 'AAA', 'AA=A', '====', 'AB==', 'AAB=', 'AA A', 'AA-_', '=AAA'])('refuses %j', (text) => {
    expect(decodeBase64(text)).toBeUndefined()
  })
})
