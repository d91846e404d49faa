/** Merging: order, repetitions, and ids of instruments that clash. */

import { micros, seq, type Instrument, type Micros, type QuoteEvent, type SourceEvent } from '@tapedeck/protocol'
import { iteratorSource, type TapeHeader, type TapeSource } from '@tapedeck/tape'
import { expect, it } from 'vitest'
import { mergeSources, type MergedPart } from './merged-source.ts'

const AT = micros(1_767_623_400_000_000)
const at = (offset: number): Micros => micros(AT + offset)

function instrument(id: number, symbol: string, pricePrecision = 2): Instrument {
  return {
    id,
    symbol,
    name: symbol,
    venue: 'X',
    assetClass: 'crypto',
    currency: 'USD',
    pricePrecision,
    tickSize: 1 as Instrument['tickSize'],
    sizePrecision: 0,
    sizeIncrement: 1 as Instrument['sizeIncrement'],
    lotSize: 1 as Instrument['lotSize'],
    barSource: 'trade',
    dayStart: { time: '00:00', timeZone: 'UTC' },
    calendar: '24/7',
  }
}

function quote(instrumentId: number, number: number, offset: number): QuoteEvent {
  return {
    type: 'quote',
    instrumentId,
    seq: seq(number),
    ts: at(offset),
    tsRecv: at(offset),
    bid: number as NonNullable<QuoteEvent['bid']>,
    bidSize: null,
    ask: null,
    askSize: null,
  }
}

function part(
  epoch: string,
  instruments: readonly Instrument[],
  events: readonly SourceEvent[],
  { start = 0, state = [] }: { start?: number; state?: readonly SourceEvent[] } = {},
): MergedPart {
  const header: TapeHeader = {
    tapeId: `${epoch}-${start}`,
    epoch,
    source: 'file',
    name: epoch,
    start: at(start),
    simulation: null,
    instruments,
  }
  return { path: `${epoch}.tape`, source: iteratorSource(header, [], events[Symbol.iterator]()), state }
}

async function eventsOf(source: TapeSource): Promise<readonly SourceEvent[]> {
  const events: SourceEvent[] = []
  for (;;) {
    const event = source.next()
    if (event !== undefined) events.push(event)
    else if (source.nextTime === undefined && !(await source.fill())) return events
  }
}

/** Instrument, number and time of quotes; instruments that enter by their symbols. */
async function shape(parts: readonly MergedPart[]): Promise<readonly (string | readonly number[])[]> {
  const events = await eventsOf(mergeSources(parts))
  return events.map((event) =>
    event.type === 'instrument'
      ? `${event.instrument.symbol} is ${event.instrumentId}`
      : [event.type === 'quote' ? event.instrumentId : 0, event.seq, event.tsRecv - AT],
  )
}

const A = instrument(1, 'A')

it('orders by tape time, then by the order of the tapes', async () => {
  const one = part('e', [A], [quote(1, 1, 10), quote(1, 3, 20)])
  const other = part('e', [instrument(2, 'B')], [quote(2, 1, 5), quote(2, 2, 10), quote(2, 3, 20)])
  expect(await shape([one, other])).toEqual([
    [2, 1, 5],
    [1, 1, 10],
    [2, 2, 10],
    [1, 3, 20],
    [2, 3, 20],
  ])
})

it('takes what stands on several tapes of one epoch once, and keeps what one tape itself repeats', async () => {
  const one = part('e', [A], [quote(1, 1, 1), quote(1, 2, 2), quote(1, 2, 3)])
  const other = part('e', [A], [quote(1, 2, 2), quote(1, 2, 3), quote(1, 3, 4)], { start: 2, state: [quote(1, 1, 2)] })
  const merged = mergeSources([other, one])
  const events = await eventsOf(merged)
  expect(events.map((event) => [event.seq, event.tsRecv - AT])).toEqual([
    [1, 1],
    [2, 2],
    [2, 3],
    [3, 4],
  ])
  expect(merged.repeated).toBe(3)
  expect(merged.header).toMatchObject({ epoch: 'e', start: AT })
})

it('numbers tapes of different epochs anew, and gives an id that is taken to nobody else', async () => {
  const one = part('e', [A], [quote(1, 7, 1)])
  const other = part('f', [instrument(1, 'B')], [quote(1, 3, 2)], { start: 1, state: [quote(1, 2, 1)] })
  expect(await shape([one, other])).toEqual([[1, 0, 1], 'B is 2', [2, 0, 1], [2, 0, 2]])
})

it('goes on with an instrument that is the same on a later tape', async () => {
  const one = part('e', [A], [quote(1, 7, 1)])
  const other = part('f', [instrument(5, 'A')], [quote(5, 3, 12)], { start: 10 })
  expect(await shape([one, other])).toEqual([
    [1, 0, 1],
    [1, 0, 12],
  ])
})

it('follows instruments that are listed on the way, also where their id is taken', async () => {
  const listed = instrument(2, 'NEW')
  const enter: SourceEvent = {
    type: 'instrument',
    action: 'enter',
    instrumentId: 2,
    instrument: { ...listed, replaces: 1 },
    ts: at(3),
    tsRecv: at(3),
    seq: seq(1),
  }
  const one = part('e', [instrument(1, 'X'), instrument(2, 'Y')], [quote(2, 1, 9)])
  const other = part('f', [A], [enter, quote(2, 1, 4)])
  const merged = mergeSources([one, other])
  const events = await eventsOf(merged)
  expect(merged.header.instruments.map(({ id, symbol }) => [id, symbol])).toEqual([
    [1, 'X'],
    [2, 'Y'],
    [3, 'A'],
  ])
  expect(events[0]).toMatchObject({ instrumentId: 4, instrument: { id: 4, symbol: 'NEW', replaces: 3 } })
  expect(events[1]).toMatchObject({ type: 'quote', instrumentId: 4 })
})

it('refuses a symbol that is another instrument elsewhere, or in another market at the same time', () => {
  const refused = expect.objectContaining({ code: 'BAD_OPTION' }) as unknown
  const later = part('f', [instrument(1, 'A', 3)], [], { start: 10 })
  expect(() => mergeSources([part('e', [A], []), later])).toThrow(refused)
  expect(() => mergeSources([part('e', [A], []), part('f', [A], [])])).toThrow(refused)
})
