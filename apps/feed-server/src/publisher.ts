/** Publishes a deck to its rooms: last values conflated per cycle, complete channels in order, everything at once on a virtual clock. */

import type { Deck } from '@tapedeck/deck'
import {
  barOf,
  INTERVALS,
  instrumentInfoOf,
  quoteOf,
  statsOf,
  statusOf,
  tradeBustOf,
  tradeOf,
  type BarChannel,
  type BarState,
  type Channel,
  type ServerToClientEvents,
  type SourceEvent,
} from '@tapedeck/protocol'
import { createRoomNames, deckRoom } from './rooms.ts'
import { after, transportNowMs } from './transport-timers.ts'

/** Where a publisher writes: rooms of anything that can emit to them. */
export interface RoomWriter {
  /** Whether anybody is in the room. */
  occupied(room: string): boolean
  emit<Name extends keyof ServerToClientEvents>(
    room: string,
    name: Name,
    ...payload: Parameters<ServerToClientEvents[Name]>
  ): void
}

/** `conflated`: last-value channels are published once per cycle. `complete`: every state change is, in tape order. */
export type Delivery = 'conflated' | 'complete'

export interface Publisher {
  /** Publishes what waits, now. Whoever joins after this has nothing older coming. */
  flush(): void
  close(): void
}

/** A cycle starts at the latest so long after a change. */
const LONGEST_WAIT_MS = 50
/** Between cycles passes this multiple of the last cycle's duration, so that publishing never takes over the machine. */
const REST_FACTOR = 3

const BAR_CHANNELS: readonly BarChannel[] = INTERVALS.map((interval): BarChannel => `bar:${interval}`)

/** Starts to publish a deck. `onReset` is called when it stands at another place: what its followers have is void, and nothing of it waits. */
export function createPublisher(
  deck: Deck,
  rooms: RoomWriter,
  delivery: Delivery,
  onReset: () => void = () => undefined,
): Publisher {
  let { market } = deck
  const names = createRoomNames(deck.name)
  const wholeDeck = deckRoom(deck.name)
  // events of other decks than `live` say which they come from
  const origin = deck.name === 'live' ? {} : { deck: deck.name }

  const dirtyQuotes = new Set<number>()
  const dirtyStats = new Set<number>()
  const dirtyBars = new Set<number>()
  /** Events of complete channels and closed bars, in tape order. */
  const complete: (SourceEvent | BarState)[] = []
  /** Last published seq per instrument, a place per interval: `barsChanged` says only that some interval has a new one. */
  const publishedBars = new Map<number, number[]>()
  let cancelTimer: (() => void) | undefined
  let nextCycleAt = 0

  const symbolRoom = (channel: Channel, symbol: string): string | undefined => {
    const room = names.of(channel, symbol)
    return rooms.occupied(room) ? room : undefined
  }
  const publishedBarsOf = (id: number): number[] => {
    let published = publishedBars.get(id)
    if (published === undefined) {
      published = INTERVALS.map(() => 0)
      publishedBars.set(id, published)
    }
    return published
  }
  const publishQuote = (id: number): void => {
    const instrument = market.instrument(id)
    const quote = market.quote(id)
    if (instrument === undefined || quote === undefined) return
    const room = symbolRoom('quote', instrument.symbol)
    if (room !== undefined) rooms.emit(room, 'quote', { ...quoteOf(quote, instrument), ...origin })
  }
  const publishStats = (id: number): void => {
    const instrument = market.instrument(id)
    const stats = market.stats(id)
    if (instrument === undefined || stats === undefined) return
    const room = symbolRoom('stats', instrument.symbol)
    if (room !== undefined) rooms.emit(room, 'stats', { ...statsOf(stats, instrument), ...origin })
  }
  const publishBar = (bar: BarState): void => {
    const instrument = market.instrument(bar.instrumentId)
    if (instrument === undefined) return
    const published = publishedBarsOf(bar.instrumentId)
    const place = INTERVALS.indexOf(bar.interval)
    // what nobody listens to counts as published too, so that who joins later hears only what is newer
    if (bar.seq <= (published[place] ?? 0)) return
    published[place] = bar.seq
    const room = symbolRoom(BAR_CHANNELS[place] ?? `bar:${bar.interval}`, instrument.symbol)
    if (room !== undefined) rooms.emit(room, 'bar', { ...barOf(bar, instrument), ...origin })
  }
  const publishRunningBars = (id: number): void => {
    const published = publishedBarsOf(id)
    INTERVALS.forEach((interval, place) => {
      // asked before the bar is read, because reading makes an object
      if (market.seqOf(id, BAR_CHANNELS[place] ?? `bar:${interval}`) <= (published[place] ?? 0)) return
      const bar = market.runningBar(id, interval)
      if (bar !== undefined) publishBar(bar)
    })
  }
  const publishEvent = (event: SourceEvent): void => {
    const instrument =
      'instrumentId' in event && event.instrumentId !== null ? market.instrument(event.instrumentId) : undefined
    if (event.type === 'gap') {
      rooms.emit(wholeDeck, 'gap', {
        symbol: instrument?.symbol ?? null,
        fromSeq: event.fromSeq,
        toSeq: event.toSeq,
        tsFrom: event.tsFrom,
        tsTo: event.tsTo,
        cause: event.cause,
        ...origin,
      })
    } else if (event.type === 'instrument') {
      rooms.emit(wholeDeck, 'instrument', {
        action: event.action,
        instrument: instrumentInfoOf(event.instrument),
        tsRecv: event.tsRecv,
        ...origin,
      })
    } else if (instrument === undefined) {
      return
    } else if (event.type === 'trade') {
      const room = symbolRoom('trade', instrument.symbol)
      if (room !== undefined) rooms.emit(room, 'trade', { ...tradeOf(event, instrument), ...origin })
    } else if (event.type === 'trade-bust') {
      const room = symbolRoom('trade', instrument.symbol)
      if (room !== undefined) rooms.emit(room, 'trade-bust', { ...tradeBustOf(event, instrument), ...origin })
    } else if (event.type === 'status') {
      const room = symbolRoom('status', instrument.symbol)
      if (room !== undefined) rooms.emit(room, 'status', { ...statusOf(event, instrument), ...origin })
    }
  }

  const flush = (): void => {
    cancelTimer?.()
    cancelTimer = undefined
    const startedAt = transportNowMs()
    for (const item of complete) {
      if ('interval' in item) publishBar(item)
      else publishEvent(item)
    }
    complete.length = 0
    dirtyQuotes.forEach(publishQuote)
    dirtyQuotes.clear()
    dirtyStats.forEach(publishStats)
    dirtyStats.clear()
    dirtyBars.forEach(publishRunningBars)
    dirtyBars.clear()
    const endedAt = transportNowMs()
    nextCycleAt = endedAt + Math.min(LONGEST_WAIT_MS, REST_FACTOR * (endedAt - startedAt))
  }
  const waiting = (): boolean =>
    complete.length > 0 || dirtyQuotes.size > 0 || dirtyStats.size > 0 || dirtyBars.size > 0

  const now = delivery === 'complete'
  const stop = deck.on({
    event(event) {
      if (event.type === 'quote') {
        if (now) publishQuote(event.instrumentId)
        else dirtyQuotes.add(event.instrumentId)
      } else if (now) publishEvent(event)
      else complete.push(event)
    },
    statsChanged(id) {
      if (now) publishStats(id)
      else dirtyStats.add(id)
    },
    barsChanged(id) {
      if (now) publishRunningBars(id)
      else dirtyBars.add(id)
    },
    barClosed(bar) {
      if (now) {
        publishBar(bar)
        return
      }
      // a bust corrects an earlier bar of the series: what waits of the running one is older and goes first
      const running = market.runningBar(bar.instrumentId, bar.interval)
      if (dirtyBars.has(bar.instrumentId) && running !== undefined && running.seq < bar.seq) complete.push(running)
      complete.push(bar)
    },
    settled() {
      if (now || cancelTimer !== undefined || !waiting()) return
      const rest = nextCycleAt - transportNowMs()
      if (rest <= 0) flush()
      else cancelTimer = after(rest, flush)
    },
    reset() {
      market = deck.market
      cancelTimer?.()
      cancelTimer = undefined
      complete.length = 0
      for (const dirty of [dirtyQuotes, dirtyStats, dirtyBars]) dirty.clear()
      // what a new take's snapshots hold is not published again
      publishedBars.clear()
      for (const { id } of market.instruments()) {
        publishedBars.set(
          id,
          BAR_CHANNELS.map((channel) => market.seqOf(id, channel)),
        )
      }
      onReset()
    },
    status(status) {
      // a status never overtakes the data it speaks of
      flush()
      rooms.emit(wholeDeck, 'deck', status)
    },
    failed(error) {
      flush()
      rooms.emit(wholeDeck, 'notice', error)
    },
  })
  return {
    flush,
    close() {
      stop()
      cancelTimer?.()
      cancelTimer = undefined
    },
  }
}
