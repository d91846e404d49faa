/** CRC-32C (Castagnoli): the checksum of a tape's blocks. Reflected polynomial 0x82F63B78, as in RFC 3720, appendix B.4. */

const POLYNOMIAL = 0x82f63b78
/** Bytes taken at a time, with a table for each ("slicing by 8"; Kounavis & Berry, 2005). */
const SLICES = 8

const TABLE = makeTables()
const [T0, T1, T2, T3, T4, T5, T6, T7] = Array.from({ length: SLICES }, (_, slice) =>
  TABLE.subarray(slice * 256, slice * 256 + 256),
) as unknown as readonly [U32, U32, U32, U32, U32, U32, U32, U32]
type U32 = Uint32Array

function makeTables(): Uint32Array {
  const table = new Uint32Array(SLICES * 256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL
    table[byte] = crc
  }
  for (let place = 256; place < table.length; place++) {
    const before = table[place - 256] as number
    table[place] = (before >>> 8) ^ (table[before & 0xff] as number)
  }
  return table
}

/** The checksum of bytes; `begun` is that of the bytes before them. */
export function crc32c(bytes: Uint8Array, begun = 0): number {
  let crc = ~begun
  const { length } = bytes
  let at = 0
  for (const whole = length - (length % SLICES); at < whole; at += SLICES) {
    crc ^=
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)
    crc =
      (T7[crc & 0xff] as number) ^
      (T6[(crc >>> 8) & 0xff] as number) ^
      (T5[(crc >>> 16) & 0xff] as number) ^
      (T4[crc >>> 24] as number) ^
      (T3[bytes[at + 4] as number] as number) ^
      (T2[bytes[at + 5] as number] as number) ^
      (T1[bytes[at + 6] as number] as number) ^
      (T0[bytes[at + 7] as number] as number)
  }
  for (; at < length; at++) crc = (T0[(crc ^ (bytes[at] as number)) & 0xff] as number) ^ (crc >>> 8)
  return ~crc >>> 0
}
