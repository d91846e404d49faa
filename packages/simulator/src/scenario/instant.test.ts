import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseInstant } from './instant.ts'

it('is the same instant as everywhere', () => {
  const days = fc.date({
    min: new Date('1970-01-01T00:00:00Z'),
    max: new Date('2199-12-31T23:59:59Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(days, (date) => {
      const text = `${date.toISOString().slice(0, 19)}Z`
      expect(parseInstant(text)).toBe(Date.parse(text) * 1_000)
    }),
  )
})

it('may leave out the seconds', () => {
  expect(parseInstant('2026-03-08T06:59Z')).toBe(Date.parse('2026-03-08T06:59:00Z') * 1_000)
  expect(parseInstant('2024-02-29T00:00Z')).toBe(Date.parse('2024-02-29T00:00:00Z') * 1_000)
})

it.each([
  '',
  '2026-03-08',
  '2026-03-08T06:59:00',
  '2026-03-08T06:59:00+01:00',
  '2026-3-8T06:59:00Z',
  '2026-02-29T00:00:00Z',
  '1900-01-01T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-01T00:00:00Z',
  '2026-04-31T00:00:00Z',
  '2026-04-00T00:00:00Z',
  '2026-04-30T24:00:00Z',
])('%j is none', (text) => {
  expect(parseInstant(text)).toBeUndefined()
})
