import { expect, test } from 'vitest'
import { bestLanguage } from './language.ts'

test('the reader chooses the language, then the browser', () => {
  expect(bestLanguage('de', ['en-US'])).toBe('de')
  expect(bestLanguage(undefined, ['fr-CA', 'de-CH', 'en'])).toBe('de')
  expect(bestLanguage(undefined, ['fr'])).toBe('en')
})
