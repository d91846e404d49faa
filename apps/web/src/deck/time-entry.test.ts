import { expect, it } from 'vitest'
import { parseTimeEntry } from './time-entry.ts'

/** 2026-01-05T14:30:00Z */
const NEAR = 1_767_623_400_000_000
const iso = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time / 1_000).toISOString()

it.each([
  ['14:31', '2026-01-05T14:31:00.000Z'],
  ['9:05:07', '2026-01-05T09:05:07.000Z'],
  [' 14:30:05.25 ', '2026-01-05T14:30:05.250Z'],
  ['14:30:05,250', '2026-01-05T14:30:05.250Z'],
  ['2025-12-31 23:59:59', '2025-12-31T23:59:59.000Z'],
  ['2025-12-31T23:59:59Z', '2025-12-31T23:59:59.000Z'],
  ['24:00', undefined],
  ['14:60', undefined],
  ['14:30:60', undefined],
  ['2026-13-01 10:00', undefined],
  ['14', undefined],
  ['', undefined],
])('%j is %s', (text, expected) => {
  expect(iso(parseTimeEntry(text, NEAR))).toBe(expected)
})

it('keeps microseconds', () => {
  expect(parseTimeEntry('14:30:00.000001', NEAR)).toBe(NEAR + 1)
})
