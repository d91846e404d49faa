import { MICROS_PER_DAY, micros } from '@tapedeck/protocol'
import { expect, it } from 'vitest'
import { dateText } from './calendar-date.ts'

it('a date is that of the calendar, through leap years and turns of the year', () => {
  for (let day = 10_000; day < 25_000; day += 13) {
    const date = new Date(day * 86_400_000)
    const expected = `${date.getUTCDate()} ${date.toLocaleString('en', { month: 'long', timeZone: 'UTC' })} ${date.getUTCFullYear()}`
    expect(dateText(micros(day * MICROS_PER_DAY + 5))).toBe(expected)
  }
})
