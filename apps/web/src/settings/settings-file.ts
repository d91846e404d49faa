/** All that a person chose on this page as one file: settings, lists, columns, charts, and what other parts keep. */

import { m } from '../paraglide/messages.js'
import { locales } from '../paraglide/runtime.js'
import { CHOICES, choiceOf, isRecord, SETTING_NAMES } from './choices.ts'

/** By subject, as app/stored.ts keeps it. */
export type Stored = Readonly<Record<string, unknown>>

/** What a file holds, or a word on what is wrong with it. */
export type ReadFile =
  { readonly isRight: true; readonly stored: Stored } | { readonly isRight: false; readonly problem: string }

const FORMAT = 'tapedeck-settings'
const VERSION = 1
const SUBJECT = /^[a-z][a-z0-9-]*$/

export function settingsFileText(stored: Stored): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, stored }, undefined, 2)}\n`
}

/** Settings and language are read strictly; what other parts keep is read by them, as far as they know it. */
export function readSettingsFile(text: string): ReadFile {
  const file = parseJson(text)
  if (file === undefined) return wrong(m.app_file_no_json())
  if (!isRecord(file) || file['format'] !== FORMAT) return wrong(m.app_file_no_settings())
  if (file['version'] !== VERSION) return wrong(m.app_file_version({ version: say(file['version']), known: VERSION }))
  const { stored } = file
  if (!isRecord(stored)) return wrong(m.app_file_no_stored())
  const problem = problemIn(stored)
  return problem === undefined ? { isRight: true, stored } : wrong(problem)
}

function problemIn(stored: Stored): string | undefined {
  const unknown = Object.keys(stored).find((subject) => !SUBJECT.test(subject))
  if (unknown !== undefined) return m.app_file_unknown({ name: unknown })
  const { settings, language } = stored
  if (language !== undefined && !locales.some((locale) => locale === language)) {
    return m.app_file_value({ name: 'language', value: say(language), choices: locales.join(', ') })
  }
  return settings === undefined ? undefined : problemInSettings(settings)
}

function problemInSettings(settings: unknown): string | undefined {
  if (!isRecord(settings)) return m.app_file_unknown({ name: 'settings' })
  for (const [key, value] of Object.entries(settings)) {
    const name = SETTING_NAMES.find((each) => each === key)
    if (name === undefined) return m.app_file_unknown({ name: `settings.${key}` })
    if (choiceOf(name, value) === undefined) {
      return m.app_file_value({ name: `settings.${name}`, value: say(value), choices: CHOICES[name].join(', ') })
    }
  }
  return undefined
}

function wrong(problem: string): ReadFile {
  return { isRight: false, problem }
}

function say(value: unknown): string {
  return value === undefined ? '—' : JSON.stringify(value).slice(0, 40)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
