import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TapedeckError } from '../errors.ts'
import { ByteReader, readF64 } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { fromHex, toHex } from './hex.fixture.ts'

const integer = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -70, max: 70 }), fc.integer())
const text = fc.string({ unit: 'binary' })

describe('bytes', () => {
  it('give back every number and text that was written', () => {
    const values = fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant('int' as const), value: integer }),
        fc.record({ kind: fc.constant('uint' as const), value: integer.map(Math.abs) }),
        fc.record({ kind: fc.constant('f64' as const), value: fc.double() }),
        fc.record({ kind: fc.constant('text' as const), value: text }),
      ),
    )
    fc.assert(
      fc.property(values, (written) => {
        const writer = new ByteWriter()
        for (const each of written) {
          if (each.kind === 'text') writer.text(each.value)
          else writer[each.kind](each.value)
        }
        const reader = new ByteReader(writer.bytes)
        const read = written.map(({ kind }) => (kind === 'f64' ? readF64(reader) : reader[kind]()))
        expect(read).toEqual(written.map(({ kind, value }) => (kind !== 'f64' && Object.is(value, -0) ? 0 : value)))
        expect(reader.left).toBe(0)
      }),
    )
  })

  it.each([
    [0, '00'],
    [1, '01'],
    [-1, '41'],
    [63, '3f'],
    [64, '8001'],
    [-64, 'c001'],
    [8_191, 'bf7f'],
    [8_192, '808001'],
    [Number.MAX_SAFE_INTEGER, 'bfffffffffffff1f'],
    [-Number.MAX_SAFE_INTEGER, 'ffffffffffffff1f'],
  ])('an int of %s is %s', (n, hex) => {
    const writer = new ByteWriter()
    writer.int(n)
    expect(toHex(writer.bytes)).toBe(hex)
  })

  it.each([
    [127, '7f'],
    [128, '8001'],
    [16_384, '808001'],
    [Number.MAX_SAFE_INTEGER, 'ffffffffffffff0f'],
  ])('a uint of %s is %s', (n, hex) => {
    const writer = new ByteWriter()
    writer.uint(n)
    expect(toHex(writer.bytes)).toBe(hex)
  })

  it.each([0.5, NaN, Infinity, 2 ** 53, -1])('a uint of %s is refused', (n) => {
    expect(() => new ByteWriter().uint(n)).toThrow(TapedeckError)
  })

  it.each([0.5, NaN, -Infinity, -(2 ** 53)])('an int of %s is refused', (n) => {
    expect(() => new ByteWriter().int(n)).toThrow(TapedeckError)
  })

  it('minus zero is no number but an escape', () => {
    const writer = new ByteWriter()
    writer.int(-0)
    writer.escape()
    const reader = new ByteReader(writer.bytes)
    expect(reader.int()).toBe(0)
    expect(reader.int()).toBeNaN()
  })

  it.each(['ffffffffffffffffff01', '80808080808080808080', 'ffffffffffffff10', '80'])(
    'a number of %s is refused',
    (hex) => {
      expect(() => new ByteReader(fromHex(hex)).uint()).toThrow(TapedeckError)
    },
  )

  it('a text of a length that is not there, or that is not UTF-8, is refused', () => {
    expect(() => new ByteReader(fromHex('ffffffff0f61')).text()).toThrow(/claims/)
    expect(() => new ByteReader(fromHex('02c328')).text()).toThrow(/UTF-8/)
  })
})
