import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SourceEvent } from '@tapedeck/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCsvImport, type CsvImportOptions, type ImportReport } from '../import/csv-import.ts'
import { decodeTape, encodeTape, type DecodedTape } from '../text/tape-text.ts'
import { readCsvFile } from './csv-files.ts'
import { nodeHash } from './node-hash.ts'

const QUOTES = `timestamp,symbol,bid,bid_size,ask,ask_size
2021-01-08T00:00:01.076000Z,BTC/USDT,39432.99,0.0031,39433.62,0.066851
2021-01-08T00:00:01.157000Z,BTC/USDT,39432.33,2.0,39433.6,0.018027
2021-01-08T00:00:01.500000Z,BTC/USDT,,,39433.6,nan
`
const TRADES = `timestamp,trade_id,price,quantity,buyer_maker
2021-01-08T00:00:00.278000Z,553287559,39432.48,0.000263,True
2021-01-08T00:00:01.157000Z,553287560,39439.44,0.00031099999999999997,False
2021-01-08T00:00:01.100000Z,553287561,39439.22,0.000311,False
`

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapedeck-'))
})
afterAll(() => rm(folder, { recursive: true }))

interface Imported {
  readonly report: ImportReport
  readonly tape: DecodedTape
}

async function importText(
  texts: Readonly<Record<string, string>>,
  options: Partial<CsvImportOptions> = {},
): Promise<Imported> {
  const paths = Object.keys(texts).map((name) => join(folder, name))
  await Promise.all(Object.entries(texts).map(([name, text]) => writeFile(join(folder, name), text)))
  const csv = createCsvImport({ symbol: 'BTC-USDT', hash: nodeHash(), ...options })
  for (const path of paths) await readCsvFile(path, csv)
  const { header, events, report } = csv.finish()
  return { report, tape: decodeTape(encodeTape({ header, history: [], events })) }
}

const summary = (event: SourceEvent): unknown[] =>
  event.type === 'quote'
    ? [event.tsRecv % 1e9, event.seq, event.bid, event.bidSize, event.ask, event.askSize]
    : event.type === 'trade'
      ? [event.tsRecv % 1e9, event.seq, event.tradeId, event.price, event.size, event.aggressorSide]
      : []

describe('an import of quotes and trades', () => {
  it('is one tape in order of time, with the precisions that the data has', async () => {
    const { tape, report } = await importText({ 'quotes.csv': QUOTES, 'trades.csv': TRADES })
    expect(tape.events.map(summary)).toEqual(
      [
        [278_000, 1, 553287559, 3943248, 263, 'sell'],
        [1_076_000, 1, 3943299, 3100, 3943362, 66851],
        [1_100_000, 2, 553287561, 3943922, 311, 'buy'],
        // at one instant the quote comes first
        [1_157_000, 2, 3943233, 2000000, 3943360, 18027],
        [1_157_000, 3, 553287560, 3943944, 311, 'buy'],
        [1_500_000, 3, null, null, 3943360, null],
      ].map(([ts, ...rest]) => [Number(ts) + (1_610_064_000_000_000 % 1e9), ...rest]),
    )
    expect(tape.complete).toBe(true)
    expect(tape.header).toMatchObject({
      source: 'import',
      name: 'quotes.csv, trades.csv',
      tapeId: report.digest.slice(0, 16),
      epoch: report.digest.slice(0, 16),
      start: 1_610_064_000_278_000,
    })
    expect(tape.header.instruments).toMatchObject([
      {
        id: 1,
        symbol: 'BTC-USDT',
        currency: 'USDT',
        assetClass: 'crypto',
        barSource: 'trade',
        pricePrecision: 2,
        sizePrecision: 6,
        tickSize: 1,
      },
    ])
    expect(report).toMatchObject({
      quotes: 3,
      trades: 3,
      events: 6,
      cleaned: 1,
      rounded: 0,
      reordered: 1,
      tickSize: '0.01',
    })
  })

  it('does not depend on the order of the files', async () => {
    const first = await importText({ 'quotes.csv': QUOTES, 'trades.csv': TRADES })
    const second = await importText({ 'trades.csv': TRADES, 'quotes.csv': QUOTES })
    expect(second.report).toEqual(first.report)
    expect(second.tape.events).toEqual(first.tape.events)
  })

  it('takes quotes alone; without trades bars are made of mids', async () => {
    const ticks = 'timestamp,bid,ask\n2013-01-01 22:00:00.295000+00:00,86.655,86.725\n1357077601000,86.660,86.730\n'
    const { tape } = await importText({ 'ticks.csv': ticks }, { symbol: 'USDJPY', assetClass: 'fx' })
    expect(tape.header.instruments).toMatchObject([
      {
        currency: 'JPY',
        barSource: 'mid',
        pricePrecision: 3,
        sizePrecision: 0,
        tickSize: 5,
        dayStart: { time: '17:00' },
      },
    ])
    expect(tape.events).toMatchObject([{ bid: 86655, bidSize: null, ask: 86725, askSize: null }, { bid: 86660 }])
  })

  it('knows columns by many names, other delimiters, and byte order marks', async () => {
    const trades = '\uFEFFDateTime;Is Buyer Maker;Price;Qty\r\n1610064000;0;100.5;3\r\n\r\n1610064001;t;101;4\r\n'
    const { tape } = await importText({ 'trades.csv': trades })
    expect(tape.events).toMatchObject([
      { tradeId: 1, price: 1005, size: 3, aggressorSide: 'buy' },
      { tradeId: 2, price: 1010, size: 4, aggressorSide: 'sell' },
    ])
    const sides = 'ts,price,amount,side,id\n1610064000,1,1,Buy,a-1\n1610064000,1,1,S,007\n1610064000,1,1,,3\n'
    const { tape: second } = await importText({ 'sides.csv': sides })
    expect(second.events).toMatchObject([
      { tradeId: 'a-1', aggressorSide: 'buy' },
      { tradeId: '007', aggressorSide: 'sell' },
      { tradeId: 3, aggressorSide: 'unknown' },
    ])
  })

  it('keeps to precisions and a tick size that are stated', async () => {
    const stated = { pricePrecision: 1, sizePrecision: 8, tickSize: '0.5' }
    const { tape, report } = await importText({ 'trades.csv': TRADES }, stated)
    expect(tape.header.instruments).toMatchObject([{ pricePrecision: 1, tickSize: 5, sizePrecision: 8 }])
    expect(report).toMatchObject({ rounded: 3, cleaned: 1, tickSize: '0.5' })
    const { tape: finer } = await importText({ 'trades.csv': TRADES }, { tickSize: '0.0025' })
    expect(finer.header.instruments).toMatchObject([{ pricePrecision: 4, tickSize: 25 }])
  })

  it('takes fewer decimals where the traded volume would pass the exact range', async () => {
    const rows = Array.from({ length: 10 }, (_, i) => `${1610064000 + i},0.00000812,9000000000000.25`)
    const { tape, report } = await importText({ 'shib.csv': ['ts,price,size', ...rows].join('\n') })
    expect(tape.header.instruments).toMatchObject([{ pricePrecision: 8, sizePrecision: 1 }])
    expect(report.rounded).toBe(10)
  })
})

describe('an import that cannot be read', () => {
  const trades = (row: string): Record<string, string> => ({
    'trades.csv': `ts,price,size,side\n1610064000,1,1,buy\n${row}\n`,
  })

  it.each([
    ['a price that is no decimal', trades('1610064001,abc,1,buy'), { line: 3, column: 'price', value: 'abc' }],
    ['a missing price', trades('1610064001,,1,buy'), { line: 3, column: 'price', value: '' }],
    ['a size below 0', trades('1610064001,1,-1,buy'), { line: 3, column: 'size', value: '-1' }],
    ['a time in another form', trades('08.01.2021,1,1,buy'), { line: 3, column: 'ts', value: '08.01.2021' }],
    ['an unknown side', trades('1610064001,1,1,up'), { line: 3, column: 'side', value: 'up' }],
    ['a value too few', trades('1610064001,1,1'), { line: 3 }],
    ['a quotation mark without end', trades('"1610064001,1,1,buy'), {}],
    ['columns of neither kind', { 'trades.csv': 'a,b\n1,2\n' }, { line: 1 }],
    ['columns of both kinds', { 'trades.csv': 'ts,bid,ask,price\n' }, { line: 1 }],
    ['no column of time', { 'trades.csv': 'price,size\n1,1\n' }, { line: 1 }],
    ['no column of sizes', { 'trades.csv': 'ts,price\n1,1\n' }, { line: 1 }],
    ['nothing', { 'trades.csv': '' }, {}],
    [
      'a second symbol',
      { 'trades.csv': 'ts,symbol,price,size\n1,A,1,1\n2,B,1,1\n' },
      { line: 3, column: 'symbol', value: 'B' },
    ],
  ])('because of %s is refused with its place, and nothing is written', async (_, texts, details) => {
    await expect(importText(texts)).rejects.toMatchObject({
      code: 'BAD_CSV',
      details: { file: 'trades.csv', ...details },
    })
  })

  it('for want of rows is refused', async () => {
    await expect(importText({ 'trades.csv': 'ts,price,size\n' })).rejects.toMatchObject({ code: 'BAD_CSV' })
  })

  it.each([
    ['symbol', { symbol: 'BTC/USDT' }],
    ['pricePrecision', { pricePrecision: 13 }],
    ['pricePrecision', { pricePrecision: 12 }],
    ['tickSize', { tickSize: '0' }],
    ['tickSize', { tickSize: '0.001', pricePrecision: 2 }],
  ])('because of the option %s is refused', async (option, options) => {
    await expect(importText({ 'trades.csv': TRADES }, options)).rejects.toMatchObject({
      code: 'BAD_OPTION',
      details: { option },
    })
  })

  it('for want of a file says which', async () => {
    const path = join(folder, 'missing.csv')
    const csv = createCsvImport({ symbol: 'BTC-USDT' })
    await expect(readCsvFile(path, csv)).rejects.toMatchObject({ code: 'TAPE_NOT_FOUND', details: { path } })
  })
})

describe('columns', () => {
  it('are found by their names, or as somebody says', async () => {
    const strange = 'when,last,how many,who\n1610064000,39432.5,2,S\n'
    const map = { time: 'when', price: 'last', size: 'how many', side: 'who' }
    const { tape } = await importText({ 'strange.csv': strange }, { map })
    expect(tape.events).toMatchObject([{ type: 'trade', price: 394325, size: 2, aggressorSide: 'sell' }])
    await expect(importText({ 'strange.csv': strange })).rejects.toMatchObject({ code: 'BAD_CSV' })
  })

  it('of the first rows alone show what an import would make of them', async () => {
    const path = join(folder, 'first.csv')
    await writeFile(path, TRADES)
    const csv = createCsvImport({ symbol: 'BTC-USDT' })
    await readCsvFile(path, csv, 2)
    expect(csv.finish().report).toMatchObject({ trades: 2 })
  })
})
