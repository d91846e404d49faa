/** Bars that a take's market no longer holds, or never held: from beside the tape's events, and from before the tape. */

import { createMarket, type BarAnswer, type BarRange, type Market } from '@tapedeck/market'
import type { BarState, Interval } from '@tapedeck/protocol'
import { isSeekable, type TapeSource } from '@tapedeck/tape'
import { correctedBar } from './late-busts.ts'
import type { Take } from './take.ts'

/** Earlier than every time on a tape. */
const EVER = Number.MIN_SAFE_INTEGER

export class OlderBars {
  readonly #source: TapeSource
  readonly #maxBars: number
  /** Holds the bars of before the tape; made when somebody asks for one. */
  #before: Market | undefined

  constructor(source: TapeSource, maxBars: number) {
    this.#source = source
    this.#maxBars = maxBars
  }

  /** The bars of a take, as its market stands when this is called: of the market, and older ones where it has no more. */
  async answer(take: Take, instrumentId: number, interval: Interval, range: BarRange): Promise<BarAnswer> {
    const held = take.market.bars(instrumentId, interval, range)
    // the market's bars have no hole: where it holds older ones than these, these are all that was asked for
    if (held.hasMore || take.market.instrument(instrumentId) === undefined) return held
    const isFull = this.#isFull(take.market, instrumentId, interval)
    if (!take.isResumed && !isFull) return held
    const missing = Math.max(0, Math.floor(range.limit) - held.bars.length)
    const to = held.bars[0]?.tsOpen ?? range.to ?? Infinity
    // one more than is missing tells whether there is more; what happens meanwhile does not count
    const busts = [...take.lateBusts]
    const found = await this.#read(take.place, instrumentId, interval, to, missing + 1, isFull)
    const older = found
      .slice(missing === 0 ? found.length : -missing)
      .filter(({ tsOpen }) => tsOpen >= (range.from ?? EVER))
    return {
      bars: [...older.map((bar) => correctedBar(bar, busts)), ...held.bars],
      hasMore: found.length > older.length,
      seq: held.seq,
    }
  }

  /** The newest `limit` closed bars that open before `to` and stand on the tape before a place. */
  async #read(
    place: number,
    instrumentId: number,
    interval: Interval,
    to: number,
    limit: number,
    isFull: boolean,
  ): Promise<readonly BarState[]> {
    const source = this.#source
    if (!isSeekable(source)) return isFull ? [] : this.#readBefore(instrumentId, interval, to, limit)
    const query = {
      instrumentId,
      interval,
      from: EVER,
      to: Math.min(to, Number.MAX_SAFE_INTEGER),
      limit,
      events: place,
    }
    const onTape = await source.closedBars(query)
    if (onTape.length >= limit) return onTape
    const first = onTape[0]?.tsOpen ?? to
    return [...this.#readBefore(instrumentId, interval, first, limit - onTape.length), ...onTape]
  }

  #readBefore(instrumentId: number, interval: Interval, to: number, limit: number): readonly BarState[] {
    const { header, history } = this.#source
    if (this.#before === undefined) {
      this.#before = createMarket(header.instruments, { maxBars: this.#maxBars })
      this.#before.loadHistory(history, header.start)
    }
    const before = Math.min(to, header.start)
    return this.#before
      .bars(instrumentId, interval, { to: before, limit: limit + 1 })
      .bars.filter(isClosed)
      .slice(-limit)
  }

  /** Whether older bars may have fallen out of the market. */
  #isFull(market: Market, instrumentId: number, interval: Interval): boolean {
    return market.bars(instrumentId, interval, { limit: this.#maxBars }).bars.length >= this.#maxBars
  }
}

function isClosed(bar: BarState): boolean {
  return bar.closed
}
