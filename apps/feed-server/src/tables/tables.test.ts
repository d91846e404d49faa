/** Tables by DuckDB: in and out, what is refused, and what becomes of it when its process dies. */

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SourceEvent } from '@tapedeck/protocol'
import { openTapeFile, verifyTape } from '@tapedeck/tape/node'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { tapedeck } from '../cli/captured.fixture.ts'
import { silentLog } from '../log.ts'
import { START, useServers } from '../served.fixture.ts'
import { openBarHistory } from './bar-history.ts'
import { importFiles, previewImport } from './import-files.ts'
import { Tables } from './tables.ts'

const { serve } = useServers()
const open: Tables[] = []
let folder = ''
const path = (name: string): string => join(folder, name)
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapedeck-tables-'))
  const server = await serve({ record: path('day.tape'), symbols: ['BTC-USD', 'SHIB-USD', 'EUR-USD'] })
  await server.advance('20s')
  await server.close()
})
afterEach(() => open.splice(0).forEach((tables) => tables.close()))
afterAll(() => rm(folder, { recursive: true, force: true }))

function tables(): Tables {
  const made = new Tables()
  open.push(made)
  return made
}

/** What of an event a table carries. */
async function carried(name: string, type: 'quote' | 'trade', symbol: string): Promise<unknown[]> {
  await using tape = await openTapeFile(path(name))
  const id = tape.header.instruments.find((instrument) => instrument.symbol === symbol)?.id
  const found: unknown[] = []
  const keep = (event: SourceEvent): void => {
    if (event.type !== type || !('instrumentId' in event) || event.instrumentId !== id) return
    const { ts: _ts, tsRecv: _tsRecv, instrumentId: _id, ...fields } = event
    found.push(fields)
  }
  while (await tape.fill()) for (let event = tape.next(); event !== undefined; event = tape.next()) keep(event)
  return found
}

describe('an export', () => {
  it.each([
    ['csv', 'quotes', 'SHIB-USD'],
    ['parquet', 'quotes', 'SHIB-USD'],
    ['csv', 'trades', 'BTC-USD'],
    ['parquet', 'trades', 'BTC-USD'],
  ] as const)('as %s of %s comes back by an import', async (form, kind, symbol) => {
    const table = path(`${kind}.${form}`)
    const done = await tapedeck(['export', path('day.tape'), '--out', table, '--kind', kind, '--symbols', symbol])
    expect(done).toMatchObject({ code: 0, err: '' })
    expect((await readdir(folder)).filter((name) => /\.(part|rows|wal)$/.test(name))).toEqual([])
    await using tape = await openTapeFile(path('day.tape'))
    const instrument = tape.header.instruments.find((each) => each.symbol === symbol)
    const out = `${kind}-${form}.tape`
    await importFiles({
      paths: [table],
      symbol,
      outPath: path(out),
      // a table does not say how many decimals its venue quotes
      pricePrecision: instrument?.pricePrecision,
      sizePrecision: instrument?.sizePrecision,
      // the time at which it entered our tape
      map: { time: 'tsRecv' },
    })
    const type = kind === 'quotes' ? 'quote' : 'trade'
    const expected = await carried('day.tape', type, symbol)
    expect(expected.length).toBeGreaterThan(10)
    expect(await carried(out, type, symbol)).toEqual(expected)
    expect((await verifyTape(path(out))).problems).toEqual([])
  })

  it('states exact decimals', async () => {
    const lines = (await readFile(path('trades.csv'), 'utf8')).trim().split('\n')
    expect(lines[0]).toBe('ts,tsRecv,seq,symbol,tradeId,price,size,aggressorSide,condition')
    expect(lines[1]).toMatch(/^\d{16},\d{16},1,BTC-USD,\d+,\d+\.\d\d,\d+\.\d{8},(buy|sell),regular$/)
  })

  it('replaces nothing that nobody said, and needs a form and a kind', async () => {
    await writeFile(path('there.csv'), 'precious')
    const exported = (...args: string[]): Promise<{ code: number; err: string }> =>
      tapedeck(['export', path('day.tape'), ...args])
    expect((await exported('--out', path('there.csv'), '--kind', 'trades')).err).toContain('TAPE_WRITE_FAILED')
    expect(await readFile(path('there.csv'), 'utf8')).toBe('precious')
    expect((await exported('--out', path('x.csv'))).err).toContain('--kind is missing')
    expect((await exported('--out', path('x.xlsx'), '--kind', 'trades')).err).toContain('none of *.csv')
    expect((await exported('--out', path('x.jsonl'))).code).toBe(0)
  })
})

describe('an import', () => {
  it('can be looked at before', async () => {
    const shown = await previewImport({ paths: [path('trades.parquet')], symbol: 'BTC-USD' })
    expect(shown).toContain(
      'trades.parquet: trades, time=ts symbol=symbol tradeId=tradeId price=price size=size side=aggressorSide',
    )
    expect(shown.split('\n').filter((line) => line.startsWith('{"type":"trade"'))).toHaveLength(5)
    expect(await readdir(folder)).not.toContain('BTC-USD')
  })

  it('of what is no table, or not there, is refused', async () => {
    await writeFile(path('not.parquet'), 'PAR1 and nothing more')
    const imported = (name: string): Promise<unknown> =>
      importFiles({ paths: [path(name)], symbol: 'X', outPath: path('never.tape') })
    await expect(imported('not.parquet')).rejects.toMatchObject({ code: 'BAD_TABLE' })
    await expect(imported('missing.parquet')).rejects.toMatchObject({ code: 'TAPE_NOT_FOUND' })
    await expect(imported('day.tape')).rejects.toMatchObject({ code: 'BAD_CSV' })
    expect(await readdir(folder)).not.toContain('never.tape')
  })
})

describe('the process of DuckDB', () => {
  it('touches no files but those that it was given, and cannot be told otherwise', async () => {
    await writeFile(path('secret.csv'), 'a\n1\n')
    const session = await tables().open(':memory:', [])
    for (const sql of [
      `SELECT * FROM read_csv('${path('secret.csv')}')`,
      `COPY (SELECT 1) TO '${path('written.csv')}'`,
      `ATTACH '${path('other.db')}'`,
      'SET enable_external_access = true',
      'INSTALL httpfs',
    ]) {
      await expect(session.run(sql)).rejects.toMatchObject({ code: 'TABLES_FAILED' })
    }
    expect(await session.run('SELECT 1::BIGINT, NULL, 0.10::DECIMAL(4, 2)')).toEqual([[1n, null, '0.10']])
  })

  it('that is killed fails what it was asked, and the next use has another', async () => {
    const made = tables()
    const session = await made.open(':memory:', [])
    const { processId } = made
    if (processId === undefined) throw new Error('there is no process')
    const asked = session.run('SELECT count(*) FROM range(100000000000)')
    process.kill(processId, 'SIGKILL')
    await expect(asked).rejects.toMatchObject({ code: 'TABLES_FAILED' })
    await expect(session.run('SELECT 1')).rejects.toMatchObject({ code: 'TABLES_FAILED' })
    const again = await made.open(':memory:', [])
    expect(await again.run('SELECT 2::BIGINT')).toEqual([[2n]])
    expect(made.processId).not.toBe(processId)
  })
})

describe('the history of bars', () => {
  const query = { symbol: 'BTC-USD', minutes: 1, from: 0, to: Infinity, limit: 1_000 }

  it('is kept across restarts, in any number of minutes, for as long as it should', async () => {
    const home = await mkdtemp(join(folder, 'history-'))
    const options = { folder: home, retentionDays: 1, log: silentLog }
    const server = await serve()
    const first = openBarHistory(server.deck, tables(), options)
    await server.advance('10m')
    const minutes = await first.read(query)
    const closed = server.deck.market
      .bars(server.deck.market.instrumentOf('BTC-USD')?.id ?? 0, '1m', { limit: 100 })
      .bars.filter(({ tsOpen, closed: isClosed }) => tsOpen >= START && isClosed)
    expect(minutes.map(({ tsOpen }) => tsOpen)).toEqual(closed.map(({ tsOpen }) => tsOpen))
    expect(minutes.map(({ close, tradeCount }) => [Number(close), tradeCount])).toEqual(
      closed.map(({ close, tradeCount }) => [close / 100, tradeCount]),
    )
    await first.close()

    const second = openBarHistory(server.deck, tables(), options)
    expect(await second.read(query)).toEqual(minutes)
    const sevens = await second.read({ ...query, minutes: 7, limit: 1 })
    expect(sevens).toHaveLength(1)
    const [seven] = sevens
    const within = minutes.filter(({ tsOpen }) => tsOpen >= (seven?.tsOpen ?? 0))
    expect(seven).toMatchObject({
      open: within[0]?.open,
      close: within.at(-1)?.close,
      tradeCount: within.reduce((sum, { tradeCount }) => sum + tradeCount, 0),
      epoch: server.deck.header.epoch,
    })
    expect((seven?.tsOpen ?? 1) % (7 * 60_000_000)).toBe(0)
    expect(await second.read({ ...query, symbol: "X'; DROP TABLE bars; --" })).toEqual([])
    await second.close()

    const short = openBarHistory(server.deck, tables(), { ...options, retentionDays: 5 / 1_440 })
    await server.advance('2m')
    const left = await short.read(query)
    expect(left.length).toBeLessThan(minutes.length)
    expect(left[0]?.tsOpen).toBeGreaterThanOrEqual(START + 6 * 60_000_000)
    await short.close()
  })

  it('that another process has is done without, and the deck goes on', async () => {
    const home = await mkdtemp(join(folder, 'locked-'))
    const holder = await tables().open(join(home, 'history.duckdb'), [])
    const server = await serve()
    const told: string[] = []
    const log = { ...silentLog, error: (message: string) => void told.push(message) }
    const history = openBarHistory(server.deck, tables(), { folder: home, retentionDays: 1, log })
    await server.advance('3m')
    await expect(history.read(query)).rejects.toMatchObject({ code: 'TABLES_FAILED' })
    expect(told[0]).toContain('history of bars is not kept for now')
    expect(server.deck.status().position).toBe(START + 180_000_000)
    await holder.close()
    await server.advance('1m')
    expect((await history.read(query)).length).toBe(4)
    await history.close()
  })
})
