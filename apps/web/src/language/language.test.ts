import { expect, test } from 'vitest'
import { bestLanguage, regionOf } from './language.ts'

test('the reader chooses the language, then the browser', () => {
  expect(bestLanguage('de', ['en-US'])).toBe('de')
  expect(bestLanguage(undefined, ['fr-CA', 'de-CH', 'en'])).toBe('de')
  expect(bestLanguage(undefined, ['fr'])).toBe('en')
})

test('numbers are those of the reader’s region, as far as it speaks the language of the page', () => {
  expect(regionOf('de', ['en-US', 'de-CH', 'de'])).toBe('de-CH')
  expect(regionOf('de', ['en-US'])).toBe('de')
})
