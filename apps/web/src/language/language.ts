/**
 * The language of the page's words: the one chosen, else the first of the browser's that there is, else English.
 * Texts stand in apps/web/messages, one file a language and part of the page; `npm run messages` makes functions of them.
 */

import { forget, readStored, store } from '../app/stored.ts'
import { baseLocale, locales, overwriteGetLocale, type Locale } from '../paraglide/runtime.js'

const SUBJECT = 'language'

/** Of the languages that a reader likes, best first, the first that there is. */
export function bestLanguage(chosen: Locale | undefined, liked: readonly string[]): Locale {
  if (chosen !== undefined) return chosen
  return liked.map((tag) => known(languageOf(tag))).find((tag) => tag !== undefined) ?? baseLocale
}

/** The tag by which numbers and dates are written in a language: the reader's own region of it, where the browser names one. */
export function regionOf(language: Locale, liked: readonly string[]): string {
  return liked.find((tag) => languageOf(tag) === language) ?? language
}

/** Settles the language, before the first word is drawn. */
export function startLanguage(): Locale {
  const language = bestLanguage(chosenLanguage(), navigator.languages)
  overwriteGetLocale(() => language)
  document.documentElement.lang = language
  return language
}

/** Undefined where it is the browser's. */
export function chosenLanguage(): Locale | undefined {
  return known(readStored(SUBJECT))
}

/** Keeps the choice; the page has to be loaded again. */
export function chooseLanguage(language: Locale | undefined): void {
  if (language === undefined) forget(SUBJECT)
  else store(SUBJECT, language)
}

function languageOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? ''
}

function known(value: unknown): Locale | undefined {
  return locales.find((locale) => locale === value)
}
