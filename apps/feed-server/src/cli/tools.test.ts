/** The commands that work on tapes: real files, the whole command line, and what it prints. */

import { copyFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTapeFile, verifyTape } from '@tapedeck/tape/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tapedeck, type Ran } from './captured.fixture.ts'

const MARKET = ['--seed', '7', '--start', '2026-01-05T14:30:00Z', '--history-bars', '20']
const START = 1_767_623_400_000_000

let folder = ''
const path = (name: string): string => join(folder, name)

/** Runs a command that must not fail. */
async function done(...args: string[]): Promise<string> {
  const { code, out, err } = await tapedeck(args)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return out
}

async function digestOf(name: string): Promise<string> {
  return (await verifyTape(path(name))).digest
}

interface Line {
  readonly type: string
  readonly symbol: string | null
  readonly tsRecv: number
  readonly [field: string]: unknown
}

async function lines(name: string, ...flags: string[]): Promise<readonly Line[]> {
  const text = await done('cat', path(name), ...flags)
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapedeck-cli-'))
  const record = ['record', '--for', '12s', '--speed', 'max', ...MARKET]
  await done(...record, '-s', 'BTC-USD,EUR-USD', '-s', 'AAPL', '--out', path('day.tape'))
  await done(...record, '--scenario', 'rename', '-s', 'F', '--out', path('f.tape'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('record', () => {
  it('makes the same tape again', async () => {
    const out = await done(
      'record',
      '--for',
      '12s',
      '--speed',
      'max',
      ...MARKET,
      '-s',
      'BTC-USD,EUR-USD,AAPL',
      '--out',
      path('again.tape'),
    )
    expect(out).toContain(`digest ${await digestOf('day.tape')}`)
    expect(await done('diff', path('day.tape'), path('again.tape'))).toMatch(
      /^the tapes are the same: [\d,]+ events\n$/,
    )
  })

  it('as it goes, until it is interrupted', async () => {
    const ran = await tapedeck(['record', '--out', path('short.tape'), '--start', '2026-01-05T14:30:00Z'], {
      interruptedWhen: () => true,
    })
    expect(ran).toMatchObject({ code: 0, err: '' })
    expect(await done('verify', path('short.tape'))).toContain('whole')
  })

  it('replaces nothing unasked', async () => {
    const args = ['record', '--for', '1s', '--speed', 'max', '--out', path('day.tape')]
    expect(await tapedeck(args)).toMatchObject({
      code: 1,
      err: expect.stringContaining('[TAPE_WRITE_FAILED]') as string,
    })
    expect((await lines('day.tape', '--limit', '1')).length).toBe(1)
  })
})

describe('inspect', () => {
  it('tells what is on a tape, for people and for programs', async () => {
    const text = await done('inspect', path('day.tape'))
    expect(text).toContain('2026-01-05T14:30:00.000000Z')
    expect(text).toContain(await digestOf('day.tape'))
    for (const word of ['BTC-USD', 'quote', 'trade', 'book', 'keyframe', 'complete', 'seed 7'])
      expect(text).toContain(word)

    const found = JSON.parse(await done('inspect', path('day.tape'), '--json')) as {
      events: number
      kinds: { kind: string; events: number; bytes: number }[]
      bytes: number
      state: string
      digest: string
    }
    expect(found).toMatchObject({ state: 'complete', digest: await digestOf('day.tape') })
    expect(found.kinds.reduce((sum, kind) => sum + kind.events, 0)).toBe(found.events)
    expect(found.kinds.reduce((sum, kind) => sum + kind.bytes, 0)).toBeLessThan(found.bytes)
    const quotes = await lines('day.tape', '--kinds', 'quote')
    expect(found.kinds.find(({ kind }) => kind === 'quote')?.events).toBe(quotes.length)
  })
})

describe('cat', () => {
  it('prints events as clients see them, in the order of the tape', async () => {
    const all = await lines('day.tape')
    expect(all.map(({ tsRecv }) => tsRecv)).toEqual(all.map(({ tsRecv }) => tsRecv).sort((a, b) => a - b))
    const quote = all.find(({ type }) => type === 'quote')
    expect(quote).toMatchObject({ symbol: expect.any(String) as string, bid: expect.any(Number) as number })
    const window = { from: START + 3_000_000, to: START + 5_000_000 }
    const part = await lines(
      'day.tape',
      '--from',
      '2026-01-05T14:30:03Z',
      '--to',
      '+5s',
      '--symbols',
      'AAPL,BTC-USD',
      '--kinds',
      'trade,quote',
    )
    expect(part).toEqual(
      all.filter(
        ({ tsRecv, symbol, type }) =>
          tsRecv >= window.from && tsRecv < window.to && symbol !== 'EUR-USD' && (type === 'trade' || type === 'quote'),
      ),
    )
    expect(part.length).toBeGreaterThan(5)
  })

  it('ends where its reader has left', async () => {
    const { code, out } = await tapedeck(['cat', path('day.tape')], { leavesAfter: 1 })
    const whole = await done('cat', path('day.tape'))
    expect(code).toBe(0)
    expect(out.length).toBeLessThanOrEqual(whole.length)
    expect(whole.startsWith(out)).toBe(true)
  })

  it('follows a symbol that is renamed', async () => {
    const renamed = await lines('f.tape', '--symbols', 'FORD', '--kinds', 'quote')
    expect(renamed.length).toBeGreaterThan(0)
    expect(renamed.every(({ symbol }) => symbol === 'FORD')).toBe(true)
  })
})

describe('cut', () => {
  it.each(['part.tape', 'part.jsonl', 'part.jsonl.gz'])('makes a part a tape of its own: %s', async (name) => {
    const out = await done(
      'cut',
      path('day.tape'),
      '--from',
      '+3s',
      '--to',
      '+9s',
      '--symbols',
      'BTC-USD,AAPL',
      '--out',
      path(name),
    )
    const all = await lines('day.tape', '--symbols', 'BTC-USD,AAPL', '--from', '+3s', '--to', '+9s')
    expect(await lines(name)).toEqual(all)
    expect(out).toContain(`wrote ${all.length.toLocaleString('en')} events`)
    expect(await done('verify', path(name))).toContain('whole')
    await using part = await openTapeFile(path(name))
    expect(part.header).toMatchObject({ start: START + 3_000_000, simulation: null })
    expect(part.header.instruments.map(({ symbol }) => symbol).sort()).toEqual(['AAPL', 'BTC-USD'])
    // a part of a part is the same as the part at once
    await done('cut', path(name), '--from', '+2s', '--to', '+4s', '--out', path(`of-${name}`))
    await done(
      'cut',
      path('day.tape'),
      '--from',
      '+5s',
      '--to',
      '+7s',
      '--symbols',
      'BTC-USD,AAPL',
      '--out',
      path(`at-once-${name}`),
    )
    expect(await done('diff', path(`of-${name}`), path(`at-once-${name}`))).toContain('the same')
  })

  it('changes the form and nothing else', async () => {
    await done('cut', path('day.tape'), '--out', path('form.jsonl.gz'))
    await done('cut', path('form.jsonl.gz'), '--out', path('form.jsonl'))
    await done('cut', path('form.jsonl'), '--out', path('form.tape'))
    expect(
      new Set(await Promise.all(['form.jsonl.gz', 'form.jsonl', 'form.tape', 'day.tape'].map(digestOf))).size,
    ).toBe(1)
    expect((await readFile(path('form.jsonl'), 'utf8')).startsWith('{"tapedeck":')).toBe(true)
    expect([...(await readFile(path('form.jsonl.gz'))).subarray(0, 2)]).toEqual([0x1f, 0x8b])
    // what a tape knows of itself goes with it
    await using one = await openTapeFile(path('day.tape'))
    await using other = await openTapeFile(path('form.tape'))
    expect(other.header).toEqual(one.header)
    expect([...other.history]).toEqual([...one.history])
  })

  it('leaves out kinds of events', async () => {
    await done('cut', path('day.tape'), '--channels', 'trade', '--out', path('trades.tape'))
    expect(await lines('trades.tape')).toEqual(await lines('day.tape', '--kinds', 'trade,trade-bust'))
  })
})

describe('merge', () => {
  it('makes a tape whole again from its parts, overlapping and out of order', async () => {
    await done('cut', path('day.tape'), '--to', '+4s', '--out', path('m1.tape'))
    await done('cut', path('day.tape'), '--from', '+3s', '--to', '+8s', '--out', path('m2.jsonl'))
    await done('cut', path('day.tape'), '--from', '+8s', '--out', path('m3.tape'))
    const out = await done('merge', path('m3.tape'), path('m1.tape'), path('m2.jsonl'), '--out', path('merged.tape'))
    expect(out).toMatch(/ stood on several tapes and were taken once/)
    expect(await digestOf('merged.tape')).toBe(await digestOf('day.tape'))
    expect(await done('diff', path('merged.tape'), path('day.tape'))).toContain('the same')
  })

  it('puts symbols of one market together again', async () => {
    await done('cut', path('day.tape'), '--symbols', 'BTC-USD', '--out', path('btc.tape'))
    await done('cut', path('day.tape'), '--symbols', 'EUR-USD,AAPL', '--out', path('rest.tape'))
    await done('merge', path('btc.tape'), path('rest.tape'), '--out', path('together.tape'))
    const sorted = (all: readonly Line[]): readonly string[] => all.map((line) => JSON.stringify(line)).sort()
    expect(sorted(await lines('together.tape'))).toEqual(sorted(await lines('day.tape')))
  })

  it('tells instruments of different markets apart', async () => {
    // the same id stands for another instrument
    await done('cut', path('f.tape'), '--out', path('f.jsonl'))
    const text = await readFile(path('f.jsonl'), 'utf8')
    await using btc = await openTapeFile(path('btc.tape'))
    await using f = await openTapeFile(path('f.jsonl'))
    const [taken] = btc.header.instruments
    const [own] = f.header.instruments
    const clashing = text
      .split('\n')
      .slice(0, -2)
      .join('\n')
      .replaceAll(`"id":${own?.id ?? 0},`, `"id":${taken?.id ?? 0},`)
    await writeFile(
      path('clash.jsonl'),
      `${clashing.replaceAll(`"replaces":${own?.id ?? 0}`, `"replaces":${taken?.id ?? 0}`)}\n`,
    )
    await done('merge', path('btc.tape'), path('clash.jsonl'), '--out', path('both.tape'))
    const both = await lines('both.tape')
    const strip = (all: readonly Line[]): readonly unknown[] =>
      all.filter(({ type }) => type !== 'instrument').map(({ seq: _seq, ...line }) => line)
    expect(strip(both.filter(({ symbol }) => symbol === 'BTC-USD'))).toEqual(strip(await lines('btc.tape')))
    expect(strip(both.filter(({ symbol }) => symbol === 'F' || symbol === 'FORD'))).toEqual(
      strip((await lines('f.tape')).filter(({ symbol }) => typeof symbol === 'string')),
    )
  })

  it('refuses one symbol in two markets at the same time', async () => {
    await done(
      'record',
      '--for',
      '5s',
      '--speed',
      'max',
      ...MARKET,
      '--seed',
      '8',
      '-s',
      'BTC-USD',
      '--out',
      path('other.tape'),
    )
    const ran = await tapedeck(['merge', path('day.tape'), path('other.tape'), '--out', path('never.tape')])
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('BTC-USD') as string })
    await expect(stat(path('never.tape'))).rejects.toThrow()
  })
})

describe('diff', () => {
  it('names the first event, time and field, and both values', async () => {
    const text = await done('cut', path('day.tape'), '--out', path('changed.jsonl')).then(() =>
      readFile(path('changed.jsonl'), 'utf8'),
    )
    const before = text.split('\n')
    const place = before.findIndex((line, index) => index > 60 && line.includes('"type":"quote"'))
    const changed = before
      .slice(0, -2)
      .map((line, index) => (index === place ? line.replace(/"bidSize":"[^"]+"/, '"bidSize":"0.00000000"') : line))
    await writeFile(path('changed.jsonl'), `${changed.join('\n')}\n`)
    const ran = await tapedeck(['diff', path('day.tape'), path('changed.jsonl')])
    expect(ran.code).toBe(1)
    const heads = before.findIndex((line) => /"type":"(quote|trade|book|status|marker)"/.test(line))
    expect(ran.out).toContain(`differ at event ${place - heads + 1},`)
    expect(ran.out).toMatch(/field bidSize\n.*day\.tape\s+\d+\n.*changed\.jsonl\s+0\n/)
  })

  it('tells which tape ends first, and that headers differ', async () => {
    const shorter = await tapedeck(['diff', path('day.tape'), path('m1.tape')])
    expect(shorter).toMatchObject({ code: 1, out: expect.stringContaining('the tape has ended') as string })
    const others = await tapedeck(['diff', path('day.tape'), path('f.tape')])
    expect(others).toMatchObject({ code: 1, out: expect.stringContaining('differ in their header') as string })
  })
})

describe('verify and repair', () => {
  it('find damage, and make a tape whole that was cut off', async () => {
    await copyFile(path('day.tape'), path('cut-off.tape'))
    await truncate(path('cut-off.tape'), (await stat(path('cut-off.tape'))).size - 200)
    const broken: Ran = await tapedeck(['verify', path('day.tape'), path('cut-off.tape')])
    expect(broken.code).toBe(1)
    expect(broken.out).toContain(`${path('day.tape')}: whole`)
    expect(broken.out).toContain('1 of 2 tapes are not whole')
    const repaired = await done('repair', path('cut-off.tape'))
    expect(repaired).toMatch(/events kept; lost /)
    expect(await done('verify', path('cut-off.tape'))).toContain('whole')
    const kept = await lines('cut-off.tape')
    expect(kept).toEqual((await lines('day.tape')).slice(0, kept.length))
    expect(await done('repair', path('cut-off.tape'))).toContain('nothing was lost')
  })

  it('say what is no tape', async () => {
    await writeFile(path('notes.txt'), 'nothing of a tape')
    for (const command of ['verify', 'repair', 'inspect', 'cat']) {
      const ran = await tapedeck([command, path('notes.txt')])
      expect(ran.code, command).toBe(1)
      expect(`${ran.out}${ran.err}`, command).toContain('notes.txt')
      expect(`${ran.out}${ran.err}`, command).toContain('[TAPE_FOREIGN]')
    }
    expect(await tapedeck(['verify', path('nowhere.tape')])).toMatchObject({ code: 1 })
  })
})

describe('progress', () => {
  it('is shown on standard error of a terminal alone', async () => {
    const { err, out } = await tapedeck(['inspect', path('day.tape')], { isTerminal: true })
    expect(out).not.toContain('\r')
    expect(err.replaceAll(/\r\u001B\[2K[^\r]*/g, '')).toBe('')
  })
})
