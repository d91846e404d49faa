/** The page's texts: every language says all of it. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const MESSAGES = join(import.meta.dirname, '../../apps/web/messages')

/** Every text of a language under its key, as it stands in its files. */
function textsOf(language: string): ReadonlyMap<string, unknown> {
  const folder = join(MESSAGES, language)
  return new Map(
    readdirSync(folder).flatMap((file) =>
      Object.entries(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>),
    ),
  )
}

/** The names that a text takes, in whichever of its forms. */
function inputsOf(text: unknown): readonly string[] {
  return [...new Set([...JSON.stringify(text).matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))].sort()
}

describe('languages', () => {
  const english = textsOf('en')
  const german = textsOf('de')

  test('say the same things', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort())
  })

  test('take the same inputs', () => {
    for (const [key, text] of english) expect(inputsOf(german.get(key)), key).toEqual(inputsOf(text))
  })

  test('are named by the files of settings.json', () => {
    const settings = readFileSync(join(MESSAGES, '../project.inlang/settings.json'), 'utf8')
    for (const file of readdirSync(join(MESSAGES, 'en'))) expect(settings).toContain(`/{locale}/${file}`)
  })
})
