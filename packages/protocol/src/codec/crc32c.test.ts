import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { crc32c } from './crc32c.ts'

describe('CRC-32C', () => {
  it('is that of RFC 3720, appendix B.4, and of the check value of the catalogue', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa)
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43)
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e)
    expect(crc32c(Uint8Array.from('123456789', (digit) => digit.charCodeAt(0)))).toBe(0xe3069283)
  })

  it('goes on from the bytes before', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat({ max: 60 }), (bytes, cut) => {
        expect(crc32c(bytes.subarray(cut), crc32c(bytes.subarray(0, cut)))).toBe(crc32c(bytes))
      }),
    )
  })
})
