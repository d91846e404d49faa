// @ts-check
/** Writes the events of a golden tape: a few instruments, and a hand that places quotes and trades in time. */

import { createHash } from 'node:crypto'
import { micros, parseSpan, scaledPrice, scaledSize, seq } from '@tapedeck/protocol'
import { encodeTape } from '@tapedeck/tape'

/** @import { Instrument, SourceEvent, TradingStatus, AggressorSide, TradeCondition } from '@tapedeck/protocol' */
/** @typedef {SourceEvent extends infer Event ? Event extends SourceEvent ? Omit<Event, 'ts' | 'tsRecv' | 'seq'> : never : never} EventBody */

/** @type {Instrument} */
const BTC = {
  id: 1,
  symbol: 'BTC-USD',
  name: 'Bitcoin / US dollar',
  venue: 'GOLDEN',
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

/** Prices and sizes below are in units of the instrument's precision. */
export const INSTRUMENTS = {
  BTC,
  AAPL: /** @type {Instrument} */ ({
    ...BTC,
    id: 2,
    symbol: 'AAPL',
    name: 'Apple Inc.',
    assetClass: 'equity',
    sizePrecision: 0,
    lotSize: scaledSize(100),
    dayStart: { time: '00:00', timeZone: 'America/New_York' },
  }),
  EUR: /** @type {Instrument} */ ({
    ...BTC,
    id: 3,
    symbol: 'EUR-USD',
    name: 'Euro / US dollar',
    assetClass: 'fx',
    pricePrecision: 5,
    sizePrecision: 0,
    sizeIncrement: scaledSize(1_000),
    lotSize: scaledSize(100_000),
    barSource: 'mid',
    dayStart: { time: '17:00', timeZone: 'America/New_York' },
  }),
  SHIB: /** @type {Instrument} */ ({
    ...BTC,
    id: 4,
    symbol: 'SHIB-USD',
    name: 'Shiba Inu / US dollar',
    pricePrecision: 8,
    sizePrecision: 0,
  }),
  OIL: /** @type {Instrument} */ ({
    ...BTC,
    id: 5,
    symbol: 'OIL-USD',
    name: 'Crude oil, as a CFD',
    assetClass: 'index',
    sizePrecision: 0,
  }),
}

/** Where the events of a tape are placed. Everything happens at the place that `at` has set. */
export class GoldenTape {
  /** @type {SourceEvent[]} */
  #events = []
  /** The last number of each channel of each instrument. @type {Map<string, number>} */
  #numbers = new Map()
  #start
  #at
  #delay = 0
  #tradeId = 0
  #name
  /** @type {readonly Instrument[]} */
  #instruments

  /** @param {string} name @param {string} start ISO 8601 @param {readonly Instrument[]} instruments */
  constructor(name, start, instruments) {
    this.#name = name
    this.#start = Date.parse(start) * 1_000
    this.#at = this.#start
    this.#instruments = instruments
  }

  /** Goes to a place, `2.5s` after the start; what happens there was dated at the venue so long before. @param {string} span @param {string} [delay] */
  at(span, delay = '0s') {
    this.#at = this.#start + parseSpan(span)
    this.#delay = parseSpan(delay)
    return this
  }

  /** Numbers that are lost on the way. @param {Instrument} instrument @param {'quote' | 'trade'} channel @param {number} count */
  lose(instrument, channel, count) {
    const from = this.#number(instrument.id, channel, count) - count + 1
    return { fromSeq: seq(from), toSeq: seq(from + count - 1) }
  }

  /** @param {Instrument} instrument @param {number} bid @param {number} ask @param {number} [size] */
  quote({ id }, bid, ask, size = 1_000) {
    return this.#add(id, 'quote', {
      type: 'quote',
      instrumentId: id,
      bid: scaledPrice(bid),
      bidSize: scaledSize(size),
      ask: scaledPrice(ask),
      askSize: scaledSize(size),
    })
  }

  /** Both sides are empty. @param {Instrument} instrument */
  noQuote({ id }) {
    return this.#add(id, 'quote', {
      type: 'quote',
      instrumentId: id,
      bid: null,
      bidSize: null,
      ask: null,
      askSize: null,
    })
  }

  /** @param {Instrument} instrument @param {number} price @param {number} size @param {AggressorSide} side @param {TradeCondition} [condition] */
  trade({ id }, price, size, side, condition = 'regular') {
    return this.#add(id, 'trade', {
      type: 'trade',
      instrumentId: id,
      tradeId: ++this.#tradeId,
      price: scaledPrice(price),
      size: scaledSize(size),
      aggressorSide: side,
      condition,
    })
  }

  /** @param {Instrument} instrument @param {TradingStatus} status @param {string} reason */
  status({ id }, status, reason) {
    return this.#add(id, 'status', { type: 'status', instrumentId: id, status, reason })
  }

  /**
   * What is missing: numbers of an instrument, or time of all of them.
   * @param {Instrument | null} instrument @param {string} from @param {string} to @param {string} cause
   * @param {{ readonly fromSeq: import('@tapedeck/protocol').Seq, readonly toSeq: import('@tapedeck/protocol').Seq } | null} lost
   */
  gap(instrument, from, to, cause, lost) {
    return this.#add(instrument?.id ?? 0, 'gap', {
      type: 'gap',
      instrumentId: instrument?.id ?? null,
      fromSeq: lost?.fromSeq ?? null,
      toSeq: lost?.toSeq ?? null,
      tsFrom: micros(this.#start + parseSpan(from)),
      tsTo: micros(this.#start + parseSpan(to)),
      cause,
    })
  }

  /** The text of the tape. */
  text() {
    const epoch = createHash('sha256').update(this.#name).digest('hex').slice(0, 16)
    return encodeTape({
      header: {
        tapeId: `golden-${this.#name}`,
        epoch,
        source: 'import',
        name: `golden: ${this.#name}`,
        start: micros(this.#start),
        simulation: null,
        instruments: this.#instruments,
      },
      history: [],
      events: this.#events,
    })
  }

  /** @param {number} id @param {string} channel @param {EventBody} body */
  #add(id, channel, body) {
    const head = {
      ts: micros(this.#at - this.#delay),
      tsRecv: micros(this.#at),
      seq: seq(this.#number(id, channel, 1)),
    }
    this.#events.push(/** @type {SourceEvent} */ ({ ...head, ...body }))
    return this
  }

  /** @param {number} id @param {string} channel @param {number} more */
  #number(id, channel, more) {
    const key = `${id} ${channel}`
    const number = (this.#numbers.get(key) ?? 0) + more
    this.#numbers.set(key, number)
    return number
  }
}
