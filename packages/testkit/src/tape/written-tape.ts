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

/** Throws `BAD_OPTION`, `UNKNOWN_SYMBOL` or `SCALED_OUT_OF_RANGE`, naming the place of the event that is wrong. */
export function writtenTape({ events, instruments = [], start = DEFAULT_START }: WrittenTape): MemoryTape {
  if (events.length === 0) throw new TapedeckError('BAD_OPTION', 'events is empty: a tape has at least one')
  const known = [...instruments, ...DEFAULT_INSTRUMENTS.map(({ instrument }) => instrument)]
  const used = new Map<string, Instrument>()
  const find = (symbol: string): Instrument => {
    const found = used.get(symbol) ?? known.find((each) => each.symbol === symbol)
    if (found === undefined) {
      throw new TapedeckError('UNKNOWN_SYMBOL', `symbol "${symbol}" is not built in: give it in "instruments"`, {
        symbol,
      })
    }
    const own = used.get(symbol) ?? (instruments.length > 0 ? found : { ...found, id: used.size + 1 })
    used.set(symbol, own)
    return own
  }
  let latest = 0
  const written = events.map((event, place): SourceEvent => {
    try {
      const at = parseSpan(event.at)
      if (at < latest) throw new TapedeckError('BAD_OPTION', `${event.at} is earlier than the event before it`)
      latest = at
      return sourceEvent(event, find(event.symbol), micros(start + at), place)
    } catch (thrown) {
      if (!(thrown instanceof TapedeckError)) throw thrown
      throw new TapedeckError(thrown.code, `events[${place}]: ${thrown.message}`, { ...thrown.details, place }, thrown)
    }
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
    bars: [],
    events: written,
  })
}

function sourceEvent(event: WrittenEvent, instrument: Instrument, at: Micros, place: number): SourceEvent {
  const given: { readonly type: unknown } = event
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
    default:
      throw new TapedeckError('BAD_OPTION', `type is ${JSON.stringify(given.type)}: it must be quote, trade or status`)
  }
}
