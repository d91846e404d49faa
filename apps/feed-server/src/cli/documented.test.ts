/** Every command that README.md and docs/ show does what it is shown for. */

import { readdirSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseCommandLine } from '../command-line.ts'
import { useServers } from '../served.fixture.ts'
import { connectStock } from '../stock-client.fixture.ts'
import { startFeedServer, type FeedServer } from '../start-feed-server.ts'
import { tapedeck } from './captured.fixture.ts'

const ROOT = join(import.meta.dirname, '../../../..')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const DOCUMENTS = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

/** A line of a block of commands: its words, without a comment and the environment before it. */
function wordsOf(line: string): readonly string[] {
  const words = line.replace(/\s+#.*/, '').split(/\s+/)
  return words.slice(words.findIndex((word) => !/^[A-Z_]+=/.test(word)))
}

const lines = DOCUMENTS.flatMap((path) =>
  [...read(path).matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(([, block = '']) => block.trim().split('\n')),
)
/** Arguments of `tapedeck`, whichever way it is called. */
const commands = lines.map(wordsOf).flatMap(([program, ...rest]) => {
  if (program === 'tapedeck') return [rest]
  if (program !== 'npm') return []
  const [name, script, ...more] = rest
  if (name === 'start') return [['serve', ...rest.slice(2)]]
  return name === 'run' && script === 'tapedeck' ? [more.slice(1)] : []
})
const isServed = ([name]: readonly string[]): boolean => name === 'serve' || name === 'replay'

it('scripts that are named are there', () => {
  const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> }
  const named = DOCUMENTS.flatMap((path) => [...read(path).matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name))
  expect(named.length).toBeGreaterThan(10)
  expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([])
})

it.each(commands.filter(isServed).map((args) => [args.join(' '), args] as const))(
  '%s has flags that are known',
  (_, args) => {
    const [name, ...flags] = args
    const { exitAtEnd, help } = parseCommandLine(name === 'replay' ? ['--replay', ...flags] : flags)
    expect({ exitAtEnd, help }).toEqual({ exitAtEnd: args.includes('--exit-at-end'), help: false })
  },
)

describe('on files', () => {
  const { serve } = useServers()
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tapedeck-documented-'))
    const tape = join(folder, 'my.tape')
    const span = ['--for', '5s', '--speed', 'max', '--seed', '7', '--start', '2026-01-05T14:30:00Z']
    expect(await tapedeck(['record', '--out', tape, ...span, '-s', 'BTC-USD,AAPL'])).toMatchObject({ code: 0 })
    await mkdir(join(folder, 'recordings'))
    for (const name of ['a', 'day', 'recorded', 'replayed', 'recordings/one']) {
      await copyFile(tape, join(folder, `${name}.tape`))
    }
    const table = ['timestamp,symbol,bid,bid_size,ask,ask_size', '2026-01-05T14:30:00Z,BTC-USD,100.5,1,100.75,2', '']
    await writeFile(join(folder, 'QUOTES.csv'), table.join('\n'))
    const trades = ['export', tape, '--symbols', 'BTC-USD', '--out', join(folder, 'TRADES.parquet'), '--kind', 'trades']
    expect(await tapedeck(trades)).toMatchObject({ code: 0 })
  })
  afterAll(() => rm(folder, { recursive: true }))

  /** Names of files as they are in the folder, with what a shell makes of a star. */
  const placed = (word: string): string =>
    /^[\w/*.-]+\.(?:tape|csv|parquet|jsonl)$/.test(word) ? join(folder, word.replace('*', 'one')) : word

  it.each(commands.filter((args) => !isServed(args)).map((args) => [args.join(' '), args] as const))(
    'tapedeck %s',
    async (_, args) => {
      const [name = ''] = args
      const server =
        name === 'watch' || args.includes('--url') ? await serve({ data: join(folder, 'data') }) : undefined
      await server?.advance('1s')
      const given = args.map((word) => (word.startsWith('http://') ? (server?.url ?? word) : placed(word)))
      const ran = await tapedeck(
        [
          ...given,
          ...(name === 'watch' && server !== undefined ? ['--url', server.url] : []),
          // a name may be recorded to in more than one place
          ...(given.includes('--out') ? ['--overwrite'] : []),
        ],
        // whoever reads goes on when there is something to see, and records a moment in place of a day
        { interruptedWhen: (out) => name === 'record' || out.includes('AAPL') },
      )
      expect(ran, ran.err).toMatchObject({ code: 0 })
      // the import says what it has done itself
      if (name !== 'import') expect(ran.out).not.toBe('')
    },
  )

  it('what was recorded plays again with the same digest, at ten times the speed and at once', async () => {
    const shown = (words: string): Parameters<typeof startFeedServer>[0] => {
      const args = commands.find((each) => each.join(' ').includes(`my.tape ${words}`.trim()) && isServed(each))
      return {
        ...parseCommandLine((args ?? []).slice(1).map(placed)),
        port: 0,
        pageFolder: null,
        data: join(folder, 'own'),
      }
    }
    const recording = await startFeedServer({
      ...shown(''),
      overwrite: true,
      symbols: ['BTC-USD'],
      rollingBytes: 0,
    })
    const client = await connectStock(recording.url)
    await client.ask('subscribe', { symbols: ['BTC-USD'], channels: ['quote'] })
    await client.until('quote', 3)
    client.close()
    const recorded = await recording.close()
    for (const flag of ['--speed 10', '--speed max'])
      await expect(digestOf(shown(flag))).resolves.toBe(recorded?.digest)
  })
})

/** Plays a tape to its end with a client that hears it. */
async function digestOf(options: Parameters<typeof startFeedServer>[0]): Promise<string | null | undefined> {
  const server: FeedServer = await startFeedServer(options)
  try {
    const client = await connectStock(server.url)
    await client.ask('subscribe', { symbols: ['BTC-USD'], channels: ['quote'] })
    await server.deck.ended
    client.close()
    return server.deck.status().digest
  } finally {
    await server.close()
  }
}
