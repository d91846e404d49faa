/** The events of one instrument, one after another: an opening status and quote, then trades with quote updates between them. */

import type { Instrument, QuoteEvent, SourceEvent, StatusEvent, TradeEvent } from '@tapedeck/protocol'
import { micros, MICROS_PER_SECOND, scaledPrice, scaledSize, seq, type Micros } from '@tapedeck/protocol'
import { Arrivals } from './arrivals.ts'
import { EfficientPrice } from './efficient-price.ts'
import type { MarketFactor } from './market-factor.ts'
import type { Opening } from './opening.ts'
import { OrderSigns } from './order-signs.ts'
import { openStream, type RandomStream } from '../arithmetic/random-stream.ts'
import type { SimulatedInstrument } from '../instruments/simulated-instrument.ts'
import { Sizes } from './sizes.ts'
import { Touch } from './touch.ts'
import { meanRootVariance, Volatility } from './volatility.ts'

/** How long after its happening an event enters the tape, by asset class: a constant, so that no order is changed. */
const LATENCY_MICROS: Readonly<Record<Instrument['assetClass'], number>> = {
  equity: 500,
  fx: 1_000,
  index: 1_000,
  crypto: 2_000,
}
/** The first quote after a trade comes this long after it, plus up to the span. */
const REACTION_MICROS = 200
const REACTION_SPAN_MICROS = 2_000
/** Trade ids begin at the start's second times this, so that later runs of the same symbol continue above them. */
const TRADE_IDS_PER_SECOND = 1_000
/** The spread follows volatility between these multiples. */
const NARROWEST = 0.5
const WIDEST = 2

/** What the next event will be. */
type Phase = 'status' | 'opening' | 'quote' | 'trade'

export class InstrumentFeed {
  readonly instrumentId: number
  /** Tape time of the next event. */
  nextTime: Micros
  private phase: Phase = 'status'
  private readonly start: number
  private readonly latency: number
  private readonly tickSize: number
  private readonly tradesPerSecond: number
  private readonly quotesPerTrade: number
  private readonly meanRoot: number
  private readonly volatility: Volatility
  private readonly arrivals: Arrivals
  private readonly signs: OrderSigns
  private readonly price: EfficientPrice
  private readonly touch: Touch
  private readonly sizes: Sizes
  private readonly factor: MarketFactor | null
  private readonly pace: RandomStream
  private readonly quotes: RandomStream
  private readonly book: RandomStream
  private bidSize: number
  private askSize: number
  private tradeId: number
  /** Square root of the deviation multiplier of moves: v^(1/4). */
  private rootDeviation = 1
  /** The plan until the next trade: its time, and how many quote updates come before it. */
  private tradeTime = 0
  private quoteCount = 0
  private quoteIndex = 0
  private reactionTime = 0
  /** Whether a trade has changed a size that no quote has shown yet. */
  private hasTraded = false

  constructor(
    simulated: SimulatedInstrument,
    seed: number,
    start: Micros,
    opening: Opening,
    factor: MarketFactor | null,
  ) {
    const { instrument, parameters } = simulated
    const stream = (purpose: string): RandomStream => openStream(seed, instrument.symbol, purpose)
    this.instrumentId = instrument.id
    this.nextTime = start
    this.start = start
    this.latency = LATENCY_MICROS[instrument.assetClass]
    this.tickSize = instrument.tickSize
    this.tradesPerSecond = parameters.tradesPerSecond
    this.quotesPerTrade = parameters.quotesPerTrade
    this.meanRoot = meanRootVariance(parameters.volatilityContrast)
    this.volatility = new Volatility(stream('volatility'), parameters.volatilityContrast, opening.multipliers)
    this.arrivals = new Arrivals(stream('arrival'), this.rate())
    this.signs = new OrderSigns(stream('sign'))
    this.price = new EfficientPrice(simulated, opening.price, stream('price'), factor)
    this.touch = new Touch(parameters.spread, opening.price)
    this.sizes = new Sizes(simulated, stream('size'))
    this.factor = factor
    this.pace = stream('pace')
    this.quotes = stream('quote')
    this.book = stream('book')
    this.bidSize = this.sizes.resting(this.book.uniform())
    this.askSize = this.sizes.resting(this.book.uniform())
    this.tradeId = Math.floor(start / MICROS_PER_SECOND) * TRADE_IDS_PER_SECOND
    this.followVolatility()
  }

  /** The event that is due at `nextTime`. */
  next(): SourceEvent {
    switch (this.phase) {
      case 'quote':
        return this.quoteUpdate()
      case 'trade':
        return this.trade()
      case 'status':
        this.phase = 'opening'
        return this.statusEvent()
      case 'opening': {
        const event = this.quoteEvent()
        this.plan()
        return event
      }
    }
  }

  private trade(): TradeEvent {
    this.followVolatility()
    const buys = this.signs.next() > 0
    const size = this.sizes.trade(buys ? this.askSize : this.bidSize)
    const price = (buys ? this.touch.ask : this.touch.bid) * this.tickSize
    if (buys) this.askSize = this.sizes.left(this.askSize, size)
    else this.bidSize = this.sizes.left(this.bidSize, size)
    this.price.trade(this.signs.surprise, this.rootDeviation)
    this.hasTraded = true
    const event = this.tradeEvent(price, size, buys ? 'buy' : 'sell')
    this.plan()
    return event
  }

  private quoteUpdate(): QuoteEvent {
    this.followVolatility()
    if (this.factor !== null) this.factor.advanceTo(Math.floor(this.elapsed()))
    this.price.update(this.quoteCount - this.quoteIndex, this.rootDeviation)
    const { bid, ask } = this.touch
    const width = Math.min(WIDEST, Math.max(NARROWEST, this.rootDeviation))
    this.touch.follow(this.price.ticks, width, this.quotes.uniform(), this.quotes.uniform())
    this.followBook(this.touch.bid !== bid, this.touch.ask !== ask)
    const event = this.quoteEvent()
    this.hasTraded = false
    this.quoteIndex++
    this.scheduleNext()
    return event
  }

  /** New sizes where a side has moved; otherwise, unless a trade has just changed one, on one side. Three draws. */
  private followBook(bidMoved: boolean, askMoved: boolean): void {
    const uSide = this.book.uniform()
    const uBid = this.book.uniform()
    const uAsk = this.book.uniform()
    if (bidMoved) this.bidSize = this.sizes.resting(uBid)
    if (askMoved) this.askSize = this.sizes.resting(uAsk)
    if (bidMoved || askMoved || this.hasTraded) return
    if (uSide < 0.5) this.bidSize = this.sizes.changed(this.bidSize, uBid)
    else this.askSize = this.sizes.changed(this.askSize, uAsk)
  }

  /** Decides when the next trade comes and how many quote updates before it: half by the trade, half by the time. One draw of pace. */
  private plan(): void {
    const seconds = this.arrivals.next(this.rate())
    const gap = Math.max(1, Math.floor(seconds * MICROS_PER_SECOND + 0.5))
    const mean = (this.quotesPerTrade - 1) * (0.5 + 0.5 * seconds * this.tradesPerSecond)
    const count = 1 + Math.floor(this.pace.exponential() * mean + 0.5)
    this.tradeTime = this.nextTime + gap
    this.quoteCount = Math.min(count, gap - 1)
    this.quoteIndex = 0
    this.scheduleNext()
  }

  /** The first quote of a gap reacts to the trade before it; the others are spread over the rest. One draw of pace a quote. */
  private scheduleNext(): void {
    if (this.quoteIndex >= this.quoteCount) {
      this.phase = 'trade'
      this.nextTime = micros(this.tradeTime)
      return
    }
    this.phase = 'quote'
    const u = this.pace.uniform()
    if (this.quoteIndex === 0) {
      const reaction = REACTION_MICROS + Math.floor(REACTION_SPAN_MICROS * u)
      this.nextTime = micros(Math.min(this.nextTime + reaction, this.tradeTime - this.quoteCount))
      this.reactionTime = this.nextTime
      return
    }
    // the k-th of n updates falls at random into the k-th of n equal parts
    const span = this.tradeTime - 1 - this.reactionTime
    const part = (this.quoteIndex - 1 + u) / (this.quoteCount - 1)
    this.nextTime = micros(this.reactionTime + 1 + Math.floor(span * part))
  }

  private followVolatility(): void {
    this.volatility.advanceTo(this.elapsed())
    this.rootDeviation = Math.sqrt(this.volatility.rootVariance / this.meanRoot)
  }

  /** Trades a second at the present volatility. */
  private rate(): number {
    return (this.tradesPerSecond * this.volatility.rootVariance) / this.meanRoot
  }

  private elapsed(): number {
    return (this.nextTime - this.start) / MICROS_PER_SECOND
  }

  private statusEvent(): StatusEvent {
    return {
      type: 'status',
      instrumentId: this.instrumentId,
      ts: micros(this.nextTime - this.latency),
      tsRecv: this.nextTime,
      seq: UNNUMBERED,
      status: 'trading',
      reason: 'start of the simulation',
    }
  }

  private quoteEvent(): QuoteEvent {
    return {
      type: 'quote',
      instrumentId: this.instrumentId,
      ts: micros(this.nextTime - this.latency),
      tsRecv: this.nextTime,
      seq: UNNUMBERED,
      bid: scaledPrice(this.touch.bid * this.tickSize),
      bidSize: scaledSize(this.bidSize),
      ask: scaledPrice(this.touch.ask * this.tickSize),
      askSize: scaledSize(this.askSize),
    }
  }

  private tradeEvent(price: number, size: number, aggressorSide: 'buy' | 'sell'): TradeEvent {
    return {
      type: 'trade',
      instrumentId: this.instrumentId,
      ts: micros(this.nextTime - this.latency),
      tsRecv: this.nextTime,
      seq: UNNUMBERED,
      tradeId: this.tradeId++,
      price: scaledPrice(price),
      size: scaledSize(size),
      aggressorSide,
      condition: 'regular',
    }
  }
}

/** The deck's sequencer numbers a simulated tape. */
const UNNUMBERED = seq(0)
