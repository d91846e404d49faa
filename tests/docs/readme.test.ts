/** The code that the README shows runs as it stands; its commands are run by the feed server's own tests, its page by those of the page. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeckHandle, TapedeckClient, Update } from '@tapedeck/client'
import { startFeedServer, type FeedServer } from '@tapedeck/feed-server'
import type { Socket } from 'socket.io-client'
import { afterEach, expect, it, vi } from 'vitest'
import { root } from '../../scripts/child.mjs'

const SHOWN_URL = 'http://127.0.0.1:4400'
const START = 1_767_623_400_000_000
const readme = await readFile(join(root, 'README.md'), 'utf8')

const ends: (() => unknown)[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  for (const end of ends.splice(0).reverse()) await end()
})

/** A market that its test moves on, with a rolling tape. */
async function serve(): Promise<FeedServer> {
  const data = await mkdtemp(join(tmpdir(), 'tapedeck-readme-'))
  ends.push(() => rm(data, { recursive: true }))
  const market = { clock: 'virtual', seed: 7, start: START, symbols: ['BTC-USD', 'AAPL'] } as const
  const server = await startFeedServer({ port: 0, pageFolder: null, data, ...market })
  ends.push(() => server.close())
  return server
}

/** The first block of a language under a heading. */
function codeUnder(heading: string, language: string): string {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  const [, code] = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(section) ?? []
  if (code === undefined) throw new Error(`README.md has no ${language} under ${heading}`)
  return code
}

/** Runs code as a module, with a server's address in place of the one that is shown; answers what `rest` exports. */
async function run<Exports>(code: string, rest: string, server?: FeedServer): Promise<Exports> {
  if (server !== undefined) expect(code).toContain(SHOWN_URL)
  const folder = await mkdtemp(join(root, 'tests', '.readme-'))
  try {
    const file = join(folder, 'example.ts')
    await writeFile(file, `${code.replaceAll(SHOWN_URL, server?.url ?? SHOWN_URL)}\n${rest}\n`)
    return (await import(file)) as Exports
  } finally {
    await rm(folder, { recursive: true })
  }
}

it('a stock client prints the quotes of what it subscribes to, after its answer', async () => {
  const server = await serve()
  const said = vi.spyOn(console, 'log').mockReturnValue()
  const code = codeUnder('Subscribe from your own code', 'js')
  const { socket } = await run<{ socket: Socket }>(code, 'export { socket }', server)
  ends.push(() => void socket.close())
  await vi.waitFor(() => expect(said).toHaveBeenCalledOnce())
  expect(said.mock.calls).toMatchObject([[{ ok: true, snapshots: { length: 6 } }]])
  await server.advance('2s')
  await vi.waitFor(() => expect(said.mock.calls.map(([symbol]) => symbol as unknown)).toContain('AAPL'))
  const quotes = said.mock.calls.slice(1)
  expect(quotes.every((each) => each.slice(1).every((value) => typeof value === 'number'))).toBe(true)
})

it('updates of the SDK come by `for await`', async () => {
  const server = await serve()
  const [, loop = ''] = /`(for await \([^`]*?)` of `@tapedeck\/client`/.exec(readme) ?? []
  expect(loop).toContain('updatesOf(connectTapedeck(url)')
  const { heard, client } = await run<{ heard: Update; client: TapedeckClient }>(
    `import { connectTapedeck as connect, updatesOf } from '@tapedeck/client'
    export let heard, client
    const url = '${SHOWN_URL}'
    const connectTapedeck = (to: string) => (client = connect(to))`,
    `${loop} { heard = { name, data }; break }`,
    server,
  )
  ends.push(() => client.close())
  expect(heard).toMatchObject({ name: 'snapshot', data: { channel: 'quote', symbol: 'BTC-USD' } })
})

it('a deck of one’s own goes back on the live market and obeys', async () => {
  const server = await serve()
  await server.advance('20s')
  const said = vi.spyOn(console, 'log').mockReturnValue()
  const { client, deck } = await run<{ client: TapedeckClient; deck: DeckHandle }>(
    codeUnder('Record, replay, rewind', 'ts'),
    'export { client, deck }',
    server,
  )
  ends.push(() => client.close())
  expect(deck.status).toMatchObject({ state: 'paused', source: { kind: 'rolling' } })
  said.mockClear()
  await deck.step('event')
  await deck.setSpeed(10)
  await deck.seek({ fraction: 0.5 })
  await deck.step('1m')
  await vi.waitFor(() => expect(said).toHaveBeenCalledWith(expect.objectContaining({ symbol: 'BTC-USD' })))
})

it('a test without waiting sees the halt', async () => {
  const { status } = await run<{ status: unknown }>(
    codeUnder('Test without waiting', 'ts'),
    `export const status: unknown = feed.market.status('MSFT')`,
  )
  expect(status).toBe('halted')
})
