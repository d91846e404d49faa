/**
 * The language of the page's words: the one chosen, else the first of the browser's that there is, else English.
 * Texts stand in apps/web/messages, one file a language and part of the page; `npm run messages` makes functions of them.
 */

import { readStored } from '../app/stored.ts'
import { baseLocale, locales, overwriteGetLocale, type Locale } from '../paraglide/runtime.js'

const SUBJECT = 'language'

/** Of the languages that a reader likes, best first, the first that there is. */
export function bestLanguage(chosen: Locale | undefined, liked: readonly string[]): Locale {
  if (chosen !== undefined) return chosen
  return liked.map((tag) => known(tag.toLowerCase().split('-')[0])).find((tag) => tag !== undefined) ?? baseLocale
}

/** Settles the language, before the first word is drawn. */
export function startLanguage(): void {
  const language = bestLanguage(known(readStored(SUBJECT)), navigator.languages)
  overwriteGetLocale(() => language)
  document.documentElement.lang = language
}

function known(value: unknown): Locale | undefined {
  return locales.find((locale) => locale === value)
}
