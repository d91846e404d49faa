// @ts-check
/** The quotes of bench/fanout.mjs as a tape that the feed server replays at its own pace. */

import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { micros, scaledPrice, scaledSize, seq } from '@tapedeck/protocol'
import { createTapeFile } from '@tapedeck/tape/node'
import { RATE } from './quotes.mjs'

const SECONDS = 90
const PERIOD = 1_000_000 / RATE

/** `still`: a quote each, and nothing after. @param {string[]} symbols @param {'aligned' | 'spread' | 'still'} mode */
export async function writeQuotes(symbols, mode) {
  const folder = await mkdtemp(join(tmpdir(), 'tapedeck-fanout-'))
  const path = join(folder, 'quotes.tape')
  const start = micros(1_767_623_400_000_000)
  const instruments = symbols.map((symbol, index) => ({
    id: index + 1,
    symbol,
    name: symbol,
    venue: 'BENCH',
    assetClass: /** @type {const} */ ('crypto'),
    currency: 'USD',
    pricePrecision: 2,
    tickSize: scaledPrice(1),
    sizePrecision: 1,
    sizeIncrement: scaledSize(1),
    lotSize: scaledSize(1),
    barSource: /** @type {const} */ ('trade'),
    dayStart: { time: '00:00', timeZone: /** @type {const} */ ('UTC') },
    calendar: '24/7',
  }))
  const header = {
    tapeId: 'bench',
    epoch: 'bench',
    source: /** @type {const} */ ('file'),
    name: 'quotes',
    start,
    simulation: null,
    instruments,
  }
  const sink = await createTapeFile(path, header, [], { sync: 'never' })
  /** @type {{ at: number, id: number, seq: number }[]} */
  const events = []
  for (const { id } of instruments) {
    let at = 0
    for (let number = 1; number <= SECONDS * RATE; number++) {
      at += mode === 'spread' ? -Math.log(Math.random()) * PERIOD : PERIOD
      // the last one keeps the deck playing
      if (mode === 'still' && number > 1 && number < SECONDS * RATE) continue
      events.push({ at: Math.round(at), id, seq: number })
    }
  }
  events.sort((a, b) => a.at - b.at || a.id - b.id)
  for (const { at, id, seq: number } of events) {
    const bid = 10_000 + ((number * 7) % 50)
    sink.write({
      type: 'quote',
      ts: micros(start + at - 180),
      tsRecv: micros(start + at),
      seq: seq(number),
      instrumentId: id,
      bid: scaledPrice(bid),
      bidSize: scaledSize(120 + (number % 90)),
      ask: scaledPrice(bid + 2),
      askSize: scaledSize(90 + (number % 70)),
    })
  }
  await sink.close()
  return path
}
