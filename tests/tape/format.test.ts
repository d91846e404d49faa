/** The worked example of docs/tape-format.md is what the program writes, byte for byte. */

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { micros, scaledPrice, scaledSize, seq, type Instrument } from '@tapedeck/protocol'
import { createTapeFile } from '@tapedeck/tape/node'
import { expect, it } from 'vitest'
import { root } from '../../scripts/child.mjs'

const START = 1_767_623_400_000_000
const BTC: Instrument = {
  id: 1,
  symbol: 'BTC-USD',
  name: 'Bitcoin',
  venue: 'SIM',
  assetClass: 'crypto',
  currency: 'USD',
  pricePrecision: 2,
  tickSize: scaledPrice(1),
  sizePrecision: 4,
  sizeIncrement: scaledSize(1),
  lotSize: scaledSize(1),
  barSource: 'trade',
  dayStart: { time: '00:00', timeZone: 'UTC' },
  calendar: '24/7',
}
const HEADER_BYTES = 388

it('stands on the page as it stands in the file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tapedeck-format-'))
  try {
    const path = join(folder, 'example.tape')
    const start = micros(START)
    const about = { tapeId: 't', epoch: 'e', source: 'import', name: 'n', start, simulation: null } as const
    const sink = await createTapeFile(path, { ...about, instruments: [BTC] }, [])
    sink.write({
      type: 'quote',
      ts: start,
      tsRecv: micros(START + 250),
      seq: seq(1),
      instrumentId: 1,
      bid: scaledPrice(9_412_350),
      bidSize: scaledSize(5_000),
      ask: scaledPrice(9_412_360),
      askSize: scaledSize(7_500),
    })
    sink.write({
      type: 'trade',
      ts: micros(START + 1_000),
      tsRecv: micros(START + 1_250),
      seq: seq(1),
      instrumentId: 1,
      tradeId: 42,
      price: scaledPrice(9_412_360),
      size: scaledSize(1_200),
      aggressorSide: 'buy',
      condition: 'regular',
    })
    await sink.close()
    const bytes = await readFile(path)
    const page = await readFile(join(root, 'docs/tape-format.md'), 'utf8')
    const [, example = ''] = /```hex\n(.*?)```/s.exec(page) ?? []
    const [before = '', after = ''] = example.split('...')
    const hex = (part: string): string => part.replace(/\s/g, '')
    const headerAt = hex(before).length / 2
    expect(bytes.subarray(0, headerAt).toString('hex')).toBe(hex(before))
    expect(bytes.subarray(headerAt + HEADER_BYTES).toString('hex')).toBe(hex(after))
  } finally {
    await rm(folder, { recursive: true })
  }
})
