/** A tape that a test writes down: times as spans after its start, prices as decimals, instruments found by their symbols. */

import {
  fromDecimal,
  micros,
  MICROS_PER_SECOND,
  parseSpan,
  scaledPrice,
  scaledSize,
  seq,
  TapedeckError,
  type AggressorSide,
  type Instrument,
  type Micros,
  type SourceEvent,
  type TradingStatus,
} from '@tapedeck/protocol'
import { DEFAULT_INSTRUMENTS } from '@tapedeck/simulator'
import { MemoryTape } from './memory-tape.ts'

interface WrittenHead {
  /** After the tape's start: `1.5s`. Never earlier than the event before it. */
  readonly at: string
  readonly symbol: string
}

export type WrittenEvent =
  | (WrittenHead & {
      readonly type: 'quote'
      readonly bid: number | null
      readonly ask: number | null
      /** Default 1. */
      readonly bidSize?: number
      readonly askSize?: number
    })
  | (WrittenHead & {
      readonly type: 'trade'
      readonly price: number
      /** Default 1. */
      readonly size?: number
      /** Default `unknown`. */
      readonly aggressorSide?: AggressorSide
    })
  | (WrittenHead & { readonly type: 'status'; readonly status: TradingStatus; readonly reason?: string })

export interface WrittenTape {
  readonly events: readonly WrittenEvent[]
  /** Those that are not built in. */
  readonly instruments?: readonly Instrument[]
  /** Tape time of its beginning, Unix microseconds. Default 2026-01-05T14:30:00Z. */
  readonly start?: number
}

const DEFAULT_START = 1_767_623_400 * MICROS_PER_SECOND

/** Throws `BAD_OPTION` for an event that is out of order or whose symbol nobody knows, naming its place. */
export function writtenTape({ events, instruments = [], start = DEFAULT_START }: WrittenTape): MemoryTape {
  const known = [...instruments, ...DEFAULT_INSTRUMENTS.map(({ instrument }) => instrument)]
  const used = new Map<string, Instrument>()
  const find = (symbol: string, place: number): Instrument => {
    const found = used.get(symbol) ?? known.find((each) => each.symbol === symbol)
    if (found === undefined) {
      throw new TapedeckError(
        'BAD_OPTION',
        `events[${place}]: symbol "${symbol}" is not built in: give it in "instruments"`,
        { symbol, place },
      )
    }
    const own = used.get(symbol) ?? (instruments.length > 0 ? found : { ...found, id: used.size + 1 })
    used.set(symbol, own)
    return own
  }
  let latest = 0
  const written = events.map((event, place): SourceEvent => {
    const at = parseSpan(event.at)
    if (at < latest) {
      throw new TapedeckError('BAD_OPTION', `events[${place}]: ${event.at} is earlier than the event before it`, {
        place,
      })
    }
    latest = at
    return sourceEvent(event, find(event.symbol, place), micros(start + at), place)
  })
  return new MemoryTape({
    header: {
      tapeId: 'written',
      epoch: 'written',
      source: 'file',
      name: 'written by a test',
      start: micros(start),
      simulation: null,
      instruments: [...used.values()].sort((a, b) => a.id - b.id),
    },
    history: [],
    opening: null,
    events: written,
  })
}

function sourceEvent(event: WrittenEvent, instrument: Instrument, at: Micros, place: number): SourceEvent {
  const price = (decimal: number) => scaledPrice(fromDecimal(decimal, instrument.pricePrecision))
  const size = (decimal: number) => scaledSize(fromDecimal(decimal, instrument.sizePrecision))
  // not numbered: the deck does it
  const head = { ts: at, tsRecv: at, seq: seq(0), instrumentId: instrument.id }
  switch (event.type) {
    case 'quote':
      return {
        type: 'quote',
        ...head,
        bid: event.bid === null ? null : price(event.bid),
        bidSize: event.bid === null ? null : size(event.bidSize ?? 1),
        ask: event.ask === null ? null : price(event.ask),
        askSize: event.ask === null ? null : size(event.askSize ?? 1),
      }
    case 'trade':
      return {
        type: 'trade',
        ...head,
        tradeId: place + 1,
        price: price(event.price),
        size: size(event.size ?? 1),
        aggressorSide: event.aggressorSide ?? 'unknown',
        condition: 'regular',
      }
    case 'status':
      return { type: 'status', ...head, status: event.status, reason: event.reason ?? '' }
  }
}
