import { describe, expect, it } from 'vitest'
import { CHOICES, parseSettings } from './choices.ts'
import { readSettingsFile, settingsFileText } from './settings-file.ts'

const DEFAULTS = parseSettings(undefined)

it('are those of the beginning where nothing, or nothing known, was stored', () => {
  expect(parseSettings({ theme: 'light', palette: 'pink', old: true })).toEqual({ ...DEFAULTS, theme: 'light' })
  expect(parseSettings([])).toEqual(DEFAULTS)
})

it('begin with red for what rises where readers expect it, until they choose', () => {
  for (const language of ['zh-TW', 'ja', 'ko-KR']) expect(parseSettings({}, language).palette).toBe('red-up')
  expect(parseSettings({ palette: 'green-up' }, 'ja').palette).toBe('green-up')
  expect(parseSettings({}, 'de-DE').palette).toBe('green-up')
})

it('begin with the first choice, which the page has before any script', () => {
  expect(DEFAULTS).toMatchObject({ theme: 'system', palette: 'green-up', flash: 'on', motion: 'system' })
  expect(Object.keys(DEFAULTS)).toEqual(Object.keys(CHOICES))
})

describe('a file of settings', () => {
  const stored = {
    settings: { ...DEFAULTS, palette: 'mono' },
    language: 'de',
    lists: { active: 'Mine', lists: [{ name: 'Mine', symbols: ['BTC-USD'] }] },
  }

  it('holds what was written into it', () => {
    expect(readSettingsFile(settingsFileText(stored))).toEqual({ isRight: true, stored })
  })

  it.each([
    ['{', /JSON/],
    ['{"format":"other","version":1,"stored":{}}', /no settings/],
    ['[]', /no settings/],
    ['{"format":"tapedeck-settings","version":2,"stored":{}}', /version 2/],
    ['{"format":"tapedeck-settings","version":1}', /nothing/],
    ['{"format":"tapedeck-settings","version":1,"stored":{"../x":1}}', /“..\/x”/],
    ['{"format":"tapedeck-settings","version":1,"stored":{"language":"xx"}}', /language.*"xx".*en, de/],
    ['{"format":"tapedeck-settings","version":1,"stored":{"settings":{"pallete":"mono"}}}', /settings\.pallete/],
    ['{"format":"tapedeck-settings","version":1,"stored":{"settings":{"palette":"pink"}}}', /palette.*"pink".*red-up/],
  ])('%s is refused in words', (text, problem) => {
    const read = readSettingsFile(text)
    expect(read.isRight ? '' : read.problem).toMatch(problem)
  })
})
