/** The command line as a whole: help, and mistakes that are told with the way out. */

import { expect, it } from 'vitest'
import { tapedeck } from './captured.fixture.ts'
import { COMMANDS } from './commands.ts'

it('lists every command', async () => {
  const { code, out } = await tapedeck(['--help'])
  expect(code).toBe(0)
  for (const { name, summary } of COMMANDS) expect(out).toContain(`${name.padEnd(9)} ${summary}`)
  expect(await tapedeck([])).toMatchObject({ code: 2, out })
  expect(await tapedeck(['help'])).toMatchObject({ code: 0, out })
})

it.each(COMMANDS.filter(({ help }) => help !== undefined).map((command) => [command.name, command] as const))(
  '%s has a help with examples',
  async (name, { help }) => {
    const { code, out } = await tapedeck([name, '--help'])
    expect({ code, out }).toEqual({ code: 0, out: help })
    expect(out).toContain(`usage: tapedeck ${name}`)
    expect(out.split(`  tapedeck ${name}`).length).toBeGreaterThan(1)
    expect(out).toContain('--help')
    expect(out.split('\n').every((line) => line.length <= 145)).toBe(true)
    expect(await tapedeck(['help', name])).toMatchObject({ code: 0, out })
  },
)

it.each([
  [['inspct', 'a'], 'did you mean inspect?'],
  [['frobnicate'], 'tapedeck --help'],
  [['inspect'], 'takes 1 file, not 0'],
  [['inspect', 'a', 'b'], '"b" is one too many'],
  [['inspect', 'a', '--nope'], "'--nope'"],
  [['cat', 'a', '--limit', 'x'], '--limit "x" is not a number'],
  [['cat', 'a', '--limit', '-1'], '--limit'],
  [['cat', 'a', '--kinds', 'quotes'], '--kinds "quotes" is not one of'],
  [['cut', 'a'], 'cut needs --out'],
  [['cut', 'a', '--out', 'b', '--channels', 'all'], '--channels "all" is not one of'],
  [['merge', 'a', '--out', 'b'], 'takes 2 or more files, not 1'],
  [['diff', 'a'], 'takes 2 files, not 1'],
  [['record'], 'record needs --out'],
  [['record', '--out', 'x', '--for', 'long'], '--for'],
  [['record', '--out', 'x', '--for', '0s'], '--for 0'],
  [['record', '--out', 'x', '--speed', 'max'], '--for'],
  [['record', '--out', 'x', '--deck', 'live'], 'needs --url'],
  [['record', '--out', 'x', '--url', 'http://127.0.0.1:1', '--seed', '7'], '--seed'],
  [['record', '--out', 'x', '--url', 'nowhere'], '--url "nowhere" is not an address'],
  [['watch', '--every', '0'], '--every 0'],
  [['replay'], 'replay takes the tape first'],
  [['serve', '--nope'], "'--nope'"],
])('%j is refused with the way out', async (args, words) => {
  const { code, out, err } = await tapedeck(args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(words)
  expect(err.endsWith('\n')).toBe(true)
  expect(err.trim().split('\n')).toHaveLength(1)
})

it.each([
  [['inspect', '/nowhere/a.tape'], '/nowhere/a.tape'],
  [['cut', '/nowhere/a.tape', '--out', '/nowhere/b.tape'], '/nowhere/a.tape'],
  [['diff', '/nowhere/a.tape', '/nowhere/b.tape'], '/nowhere/a.tape'],
])('%j names the file that is not there', async (args, words) => {
  const { code, err } = await tapedeck(args)
  expect(code).toBe(1)
  expect(err).toContain(words)
  expect(err).toContain('[TAPE_NOT_FOUND]')
})
