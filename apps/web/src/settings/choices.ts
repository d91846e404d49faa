/** What a person can choose about the page, and how it is read back. */

/** The choices of each setting; the first is what holds without one. public/theme-boot.js knows those of the look, too. */
export const CHOICES = {
  theme: ['system', 'dark', 'light'],
  /** Which colours say up and down. */
  palette: ['green-up', 'red-up', 'blue-orange', 'mono'],
  /** The tint of a price that moves. */
  flash: ['on', 'subtle', 'off'],
  density: ['cosy', 'compact'],
  motion: ['system', 'reduced'],
  ticker: ['off', 'on'],
  /** Whose numbers: `language` takes those of the page's language, as the browser has them. */
  numbers: ['language', 'en-US', 'de-DE', 'de-CH', 'fr-FR', 'en-IN'],
  /** How often the page says unasked how things stand: never, or every so many seconds. */
  speech: ['off', '15', '30', '60'],
  /** Whether a character alone is a key of the page (WCAG 2.1.4); `search`: signs are, letters and digits begin a search. */
  characterKeys: ['on', 'search', 'off'],
} as const

export type SettingName = keyof typeof CHOICES
export type Choice<Name extends SettingName> = (typeof CHOICES)[Name][number]
export type Settings = { readonly [Name in SettingName]: Choice<Name> }

export const SETTING_NAMES = Object.keys(CHOICES) as readonly SettingName[]

/** Where prices that rise are red. public/theme-boot.js knows it, too. */
const RED_RISES = /^(zh|ja|ko)\b/i

/** Reads what was stored. What is missing or not known any more is as in the beginning, for a reader of that language. */
export function parseSettings(stored: unknown, language = ''): Settings {
  const given = isRecord(stored) ? stored : {}
  const first = { ...firsts(), ...(RED_RISES.test(language) && { palette: 'red-up' }) }
  const chosen = SETTING_NAMES.map((name) => [name, choiceOf(name, given[name]) ?? first[name]])
  return Object.fromEntries(chosen) as Settings
}

function firsts(): Record<SettingName, string> {
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, CHOICES[name][0]])) as Record<SettingName, string>
}

/** Seconds between two summaries that are spoken unasked; undefined where none are. */
export function speechSeconds({ speech }: Settings): number | undefined {
  return speech === 'off' ? undefined : Number(speech)
}

/** The choice of that name, undefined where there is none. */
export function choiceOf(name: SettingName, value: unknown): string | undefined {
  return CHOICES[name].find((choice) => choice === value)
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
