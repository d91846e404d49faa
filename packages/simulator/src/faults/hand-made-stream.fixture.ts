/** Streams made by hand for tests: two instruments, AAA with the id 1 and BBB with the id 2, whose events are numbered. */

import {
  micros,
  scaledPrice,
  scaledSize,
  seq,
  type InstrumentEvent,
  type QuoteEvent,
  type SourceEvent,
  type TradeBustEvent,
  type TradeEvent,
} from '@tapedeck/protocol'
import type { Fault } from '../scenario/scenario.ts'
import type { EventStream } from './event-stream.ts'
import { FaultLayer, type FaultLayerOptions } from './fault-layer.ts'

/** Tape time at which faults start in these tests. */
export const START = 1_000_000_000
export const SECOND = 1_000_000

/** The events of an array, which stand in the order of tape time. */
export class ArrayStream implements EventStream {
  /** How many have been taken. */
  taken = 0
  private readonly events: readonly SourceEvent[]

  constructor(events: readonly SourceEvent[]) {
    this.events = events
  }

  get nextTime(): number {
    return this.events[this.taken]?.tsRecv ?? Infinity
  }

  next(limit: number): SourceEvent | undefined {
    return this.nextTime <= limit ? this.events[this.taken++] : undefined
  }
}

/** A quote that happened a millisecond before it came. */
export function quote(tsRecv: number, number = 1, instrumentId = 1): QuoteEvent {
  return {
    type: 'quote',
    instrumentId,
    ts: micros(tsRecv - 1_000),
    tsRecv: micros(tsRecv),
    seq: seq(number),
    bid: scaledPrice(99),
    bidSize: scaledSize(1),
    ask: scaledPrice(101),
    askSize: scaledSize(1),
  }
}

export function trade(tsRecv: number, tradeId: number, instrumentId = 1): TradeEvent {
  return {
    type: 'trade',
    instrumentId,
    ts: micros(tsRecv - 1_000),
    tsRecv: micros(tsRecv),
    seq: seq(tradeId),
    tradeId,
    price: scaledPrice(100),
    size: scaledSize(1),
    aggressorSide: 'buy',
    condition: 'regular',
  }
}

export function bust(tsRecv: number, number: number, of: TradeEvent): TradeBustEvent {
  const { instrumentId, tradeId, price, size } = of
  const [ts, tsTrade] = [micros(tsRecv), of.tsRecv]
  return { type: 'trade-bust', instrumentId, ts, tsRecv: ts, seq: seq(number), tradeId, price, size, tsTrade }
}

/** An instrument that enters. */
export function enter(tsRecv: number, id: number, symbol: string, replaces?: number): InstrumentEvent {
  const at = micros(tsRecv)
  return {
    type: 'instrument',
    action: 'enter',
    ts: at,
    tsRecv: at,
    seq: seq(1),
    instrumentId: id,
    instrument: {
      id,
      symbol,
      name: symbol,
      venue: 'TEST',
      assetClass: 'equity',
      currency: 'USD',
      pricePrecision: 2,
      tickSize: scaledPrice(1),
      sizePrecision: 0,
      sizeIncrement: scaledSize(1),
      lotSize: scaledSize(1),
      barSource: 'trade',
      dayStart: { time: '00:00', timeZone: 'UTC' },
      calendar: '24/7',
      ...(replaces === undefined ? {} : { replaces }),
    },
  }
}

/** One event of every kind that no fault touches, all at one time. */
export function untouchables(tsRecv: number): readonly SourceEvent[] {
  const head = { ts: micros(tsRecv), tsRecv: micros(tsRecv), seq: seq(1) }
  const [fromSeq, toSeq, tsFrom, tsTo] = [null, null, head.ts, head.ts]
  return [
    enter(tsRecv, 7, 'NEW'),
    { type: 'gap', ...head, instrumentId: 1, fromSeq, toSeq, tsFrom, tsTo, cause: 'venue-disconnect' },
    { type: 'marker', ...head, name: 'scenario', params: {} },
    { type: 'opaque', ...head, kind: 99, payload: new Uint8Array(1) },
  ]
}

/** Quotes of AAA at even spans, numbered from 1, the first at the start. */
export function quotes(count: number, apart: number, instrumentId = 1): readonly QuoteEvent[] {
  return Array.from({ length: count }, (_, i) => quote(START + i * apart, i + 1, instrumentId))
}

export function idOf(symbol: string): number | undefined {
  return { AAA: 1, BBB: 2 }[symbol]
}

/** Takes all that comes up to a limit. */
export function drain(stream: EventStream, limit: number = Infinity): readonly SourceEvent[] {
  const taken: SourceEvent[] = []
  for (let event = stream.next(limit); event !== undefined; event = stream.next(limit)) taken.push(event)
  return taken
}

/** A layer over events, with faults that start at {@link START}. */
export function layerOver(
  events: readonly SourceEvent[],
  faults: readonly Fault[],
  options: Partial<FaultLayerOptions> = {},
): FaultLayer {
  const layer = new FaultLayer(new ArrayStream(events), { seed: 1, ...options })
  layer.start(faults, micros(START), 'test', idOf)
  return layer
}

/** What is left of events after faults. */
export function after(faults: readonly Fault[], events: readonly SourceEvent[]): readonly SourceEvent[] {
  return drain(layerOver(events, faults))
}

/** Numbers and times, in microseconds since the start: what most tests compare. */
export function placesOf(events: readonly SourceEvent[]): readonly (readonly [seq: number, time: number])[] {
  return events.map((event) => [event.seq, event.tsRecv - START])
}
