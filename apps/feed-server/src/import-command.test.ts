/** Real files come onto a tape and into bars without a digit changed: figures computed from the CSV text alone. */

import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { INTERVALS, INTERVAL_MICROS, type Bar } from '@tapedeck/protocol'
import { startFeedServer } from './start-feed-server.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { main as importCommand } from './import-command.ts'

/** 2021-01-08T00:00:00Z in seconds. */
const DAY = 1_610_064_000
const TRADES = 400

interface Row {
  readonly us: number
  readonly price: bigint
  readonly size: bigint
}

let folder = ''
const rows: Row[] = []

/** Text as a program prints it that computed in binary: 0.00031099999999999997 for 0.000311. */
function dirty(size: bigint): string {
  const clean = Number(size) / 1e6
  const off = clean * (1 + 2 ** -52)
  return Number(size) % 3 === 0 ? String(off) : String(clean)
}

function timestamp(us: number): string {
  const seconds = Math.floor(us / 1e6) - DAY
  const two = (n: number): string => String(n).padStart(2, '0')
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return `2021-01-08T${clock}.${String(us % 1e6).padStart(6, '0')}Z`
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapedeck-import-'))
  let us = DAY * 1e6 + 278_000
  let price = 3_943_248n
  for (let index = 0; index < TRADES; index++) {
    rows.push({ us, price, size: BigInt(((index * 7_919) % 900_000) + 1) })
    us += ((index * 104_729) % 400_000) + 1
    price += BigInt(((index * 31) % 41) - 20)
  }
  const trades = rows.map(({ us: at, price: cents, size }, index) => {
    const text = `${String(cents / 100n)}.${String(cents % 100n).padStart(2, '0')}`
    return [timestamp(at), 553_287_559 + index, text, dirty(size), index % 2 === 0 ? 'True' : 'False'].join(',')
  })
  await writeFile(
    join(folder, 'trades.csv'),
    ['timestamp,trade_id,price,quantity,buyer_maker', ...trades, ''].join('\n'),
  )
  const quotes = rows
    .filter((_, index) => index % 5 === 0)
    .map(({ us: at }) => `${timestamp(at)},BTC/USDT,39432.99,0.0031,39433.62,`)
  await writeFile(join(folder, 'quotes.csv'), ['timestamp,symbol,bid,bid_size,ask,ask_size', ...quotes, ''].join('\n'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('bars of an imported tape equal those computed from the CSV, in every interval', async () => {
  const out = join(folder, 'btc.tape.jsonl')
  const paths = [join(folder, 'quotes.csv'), join(folder, 'trades.csv')]
  expect(await importCommand([...paths, '--symbol', 'BTC-USDT', '--out', out])).toBe(0)
  await using server = await startFeedServer({ port: 0, replay: out, speed: 'max', pageFolder: null })
  await server.deck.ended

  for (const interval of INTERVALS) {
    const length = INTERVAL_MICROS[interval]
    const expected = new Map<number, Row[]>()
    for (const row of rows) {
      const tsOpen = row.us - (row.us % length)
      expected.set(tsOpen, [...(expected.get(tsOpen) ?? []), row])
    }
    const response = await fetch(`${server.url}/api/bars?symbol=BTC-USDT&interval=${interval}&limit=1000`)
    const { bars } = (await response.json()) as { bars: Bar[] }
    const seen = bars.map(({ tsOpen, open, high, low, close, volume, tradeCount }) => [
      tsOpen,
      open,
      high,
      low,
      close,
      volume,
      tradeCount,
    ])
    expect(seen).toEqual(
      [...expected].map(([tsOpen, inside]) => {
        const prices = inside.map((row) => Number(row.price) / 100)
        const volume = inside.reduce((sum, row) => sum + row.size, 0n)
        return [
          tsOpen,
          prices[0],
          Math.max(...prices),
          Math.min(...prices),
          prices.at(-1),
          Number(volume) / 1e6,
          inside.length,
        ]
      }),
    )
  }
})

it('the same files give the same tape, byte for byte, in any order', async () => {
  const [quotes, trades] = [join(folder, 'quotes.csv'), join(folder, 'trades.csv')]
  const [one, other] = [join(folder, 'one.jsonl'), join(folder, 'other.jsonl')]
  expect(await importCommand([quotes, trades, '--symbol', 'B', '--out', one])).toBe(0)
  expect(await importCommand([trades, quotes, '--symbol', 'B', '--out', other])).toBe(0)
  const events = async (path: string): Promise<string> => (await readFile(path, 'utf8')).split('\n').slice(1).join('\n')
  expect(await events(other)).toBe(await events(one))
})

it.each([
  ['a price that is no number', 'timestamp,price,size\n2021-01-08T00:00:00Z,12,1\n2021-01-08T00:00:01Z,twelve,1\n'],
  ['a time that is none', 'timestamp,price,size\nyesterday,12,1\n'],
  ['columns of neither quotes nor trades', 'a,b,c\n1,2,3\n'],
  ['no rows', 'timestamp,price,size\n'],
  ['nothing', ''],
])('a file with %s is refused, and nothing is written', async (_what, content) => {
  const path = join(folder, 'bad.csv')
  const out = join(folder, 'bad.tape.jsonl')
  await writeFile(path, content)
  expect(await importCommand([path, '--symbol', 'X', '--out', out])).toBe(1)
  expect(existsSync(out)).toBe(false)
})

it.each([
  [[]],
  [['a.csv']],
  [['a.csv', '--symbol', 'X']],
  [['a.csv', '--symbol', 'X', '--out', 'x', '--asset-class', 'art']],
  [['--nope']],
])('the flags %j are refused', async (args: string[]) => {
  expect(await importCommand(args)).toBe(1)
})
