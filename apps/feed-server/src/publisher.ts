/** Publishes a deck: last values conflated per cycle, complete channels in order, everything at once on a virtual clock. */

import type { Deck } from '@tapedeck/deck'
import {
  deckNumberOf,
  instrumentInfoOf,
  quoteOf,
  statsOf,
  statusOf,
  tradeBustOf,
  tradeOf,
  type BarState,
  type Channel,
  type Instrument,
  type MissedUpdate,
  type ServerToClientEvents,
  type SourceEvent,
} from '@tapedeck/protocol'
import { BarTopics } from './bar-topics.ts'
import { BookTopics } from './book-topics.ts'
import { missedUpdate, Recent } from './fan-out/recent.ts'
import { FanOut } from './fan-out/fan-out.ts'
import type { Outlet } from './fan-out/follower.ts'
import { Item, type WireRecord } from './fan-out/item.ts'
import type { FollowedTopic, Topic } from './fan-out/topics.ts'
import { after, atEndOfTurn, transportNowMs } from './transport-timers.ts'

/** `conflated`: last-value channels are published once per cycle. `complete`: every state change is, in tape order, and what one turn of the program plays goes out together. */
export type Delivery = 'conflated' | 'complete'

export interface Publisher {
  /** Publishes what waits, now. Whoever joins after this has nothing older coming. */
  flush(): void
  /** A client joined or left a room of the deck: `channel` and `symbol`, or neither for the room of the whole deck. */
  joined(client: string, outlet: () => Outlet | undefined, channel?: string, symbol?: string): void
  left(client: string, channel?: string, symbol?: string): void
  /** What came on a channel after a number, if all of it is still there. */
  missedSince(channel: 'trade' | 'status', instrument: Instrument, seq: number): readonly MissedUpdate[] | undefined
  /** How many trades and changes of status have been published in this take. */
  readonly completeCount: number
  /** The number that a channel had when so many had been; too old a one where that is forgotten. */
  seqAt(channel: 'trade' | 'status', instrument: Instrument, completeCount: number): number
  /** The place of a topic in batches of the wire. */
  topicOf(channel: Channel, symbol: string): number
  /** Whether anybody follows it. */
  readonly isFollowed: boolean
  /** The ids of those who subscribe to something of it. */
  readonly members: ReadonlySet<string>
  /** What is followed now. */
  readonly followed: readonly FollowedTopic[]
  /** A client was given fresh snapshots: it is owed nothing older. `maxRate` is how many newest values a second it wants of each; undefined for all. */
  refreshed(client: string, channels: readonly Channel[], symbols: readonly string[], maxRate: number | undefined): void
  /** Resolves when followers have room again for a tape that folds nothing. */
  room(): Promise<void>
  /** Publishes what waits; resolves when every follower has handled it, as far as its transport can tell. */
  handled(): Promise<void>
  close(): void
}

/** A cycle starts at the latest so long after a change. */
const LONGEST_WAIT_MS = 50
/** Between cycles passes this multiple of the last cycle's duration, so that publishing never takes over the machine. */
const REST_FACTOR = 3

/** On a virtual clock a turn may play an hour: so many updates are put together at the most. */
const MOST_GATHERED = 256

/** Starts to publish a deck. `onReset` is called when it stands at another place: what its followers have is void, and nothing of it waits. */
export function createPublisher(deck: Deck, delivery: Delivery, onReset: () => void = () => undefined): Publisher {
  let { market } = deck
  const fanOut = new FanOut(delivery === 'complete', deckNumberOf(deck.name))
  const { topics } = fanOut
  // events of other decks than `live` say which they come from
  const origin = deck.name === 'live' ? {} : { deck: deck.name }

  const bars = new BarTopics(topics, origin)
  const books = new BookTopics(topics, origin)
  const recent = new Recent()

  const dirtyQuotes = new Set<number>()
  const dirtyStats = new Set<number>()
  const dirtyBars = new Set<number>()
  const dirtyBooks = new Set<number>()
  /** What is to be sent in the next cycle, in order. */
  let items: Item[] = []
  let timer: { readonly at: number; readonly cancel: () => void } | undefined
  let nextCycleAt = 0

  const publishNewest = (topic: Topic, name: keyof ServerToClientEvents, data: object, record?: WireRecord): void => {
    const item = new Item(topic, name, data, false, record)
    topic.latest = item
    items.push(item)
  }
  const publishAll = (topic: Topic, name: keyof ServerToClientEvents, data: object, record?: WireRecord): void => {
    items.push(new Item(topic, name, data, true, record))
  }
  const publishQuote = (id: number): void => {
    const instrument = market.instrument(id)
    const topic = instrument === undefined ? undefined : topics.followed('quote', instrument.symbol)
    const quote = topic === undefined ? undefined : market.quote(id)
    if (instrument === undefined || topic === undefined || quote === undefined) return
    publishNewest(topic, 'quote', { ...quoteOf(quote, instrument), ...origin }, { event: quote, instrument })
  }
  const publishStats = (id: number): void => {
    const instrument = market.instrument(id)
    const topic = instrument === undefined ? undefined : topics.followed('stats', instrument.symbol)
    const stats = topic === undefined ? undefined : market.stats(id)
    if (instrument === undefined || topic === undefined || stats === undefined) return
    publishNewest(topic, 'stats', { ...statsOf(stats, instrument), ...origin })
  }
  const publishBar = (bar: BarState): void => void items.push(...bars.of(market, bar))
  const publishRunningBars = (id: number): void => void items.push(...bars.runningOf(market, id))
  const publishBook = (id: number): void => {
    const instrument = market.instrument(id)
    if (instrument !== undefined) items.push(...books.changesOf(market, instrument))
  }
  const publishEvent = (event: SourceEvent): void => {
    const instrument: Instrument | undefined =
      'instrumentId' in event && event.instrumentId !== null ? market.instrument(event.instrumentId) : undefined
    if (event.type === 'gap') {
      const { fromSeq, toSeq, tsFrom, tsTo, cause } = event
      const symbol = instrument?.symbol ?? null
      publishAll(topics.deck, 'gap', { symbol, fromSeq, toSeq, tsFrom, tsTo, cause, ...origin })
    } else if (event.type === 'instrument') {
      const change = { action: event.action, instrument: instrumentInfoOf(event.instrument), tsRecv: event.tsRecv }
      publishAll(topics.deck, 'instrument', { ...change, ...origin })
    } else if (instrument === undefined) {
      return
    } else if (event.type === 'trade') {
      const topic = topics.followed('trade', instrument.symbol)
      if (topic === undefined) return
      publishAll(topic, 'trade', { ...tradeOf(event, instrument), ...origin }, { event, instrument })
    } else if (event.type === 'trade-bust') {
      const topic = topics.followed('trade', instrument.symbol)
      if (topic !== undefined) publishAll(topic, 'trade-bust', { ...tradeBustOf(event, instrument), ...origin })
    } else if (event.type === 'status') {
      const topic = topics.followed('status', instrument.symbol)
      if (topic !== undefined) publishAll(topic, 'status', { ...statusOf(event, instrument), ...origin })
    }
  }

  /** Reads the newest of what has changed. */
  const readChanges = (): void => {
    dirtyQuotes.forEach(publishQuote)
    dirtyQuotes.clear()
    dirtyStats.forEach(publishStats)
    dirtyStats.clear()
    dirtyBars.forEach(publishRunningBars)
    dirtyBars.clear()
    dirtyBooks.forEach(publishBook)
    dirtyBooks.clear()
  }
  const cancelTimer = (): void => {
    timer?.cancel()
    timer = undefined
  }
  /** Flushes at this time at the latest. */
  const flushAt = (at: number): void => {
    if (timer !== undefined && timer.at <= at) return
    timer?.cancel()
    timer = { at, cancel: after(at - transportNowMs(), flush) }
  }
  const flush = (): void => {
    cancelTimer()
    const startedAt = transportNowMs()
    readChanges()
    const published = items
    items = []
    fanOut.send(published, startedAt)
    const endedAt = transportNowMs()
    nextCycleAt = endedAt + Math.min(LONGEST_WAIT_MS, REST_FACTOR * (endedAt - startedAt))
    // who is behind, or waits for its rate, is looked after also while nothing happens
    const { isAnyBehind, nextDueAt } = fanOut
    if (isAnyBehind) flushAt(endedAt + LONGEST_WAIT_MS)
    if (nextDueAt !== undefined) flushAt(Math.max(nextCycleAt, nextDueAt))
  }
  /** A message for each instant of the tape would cost every client more than what is in it. */
  const flushSoon = atEndOfTurn(flush)
  const seqNow = (channel: 'trade' | 'status', { id }: Instrument): number =>
    channel === 'trade' ? market.seqOf(id, 'trade') : (market.status(id)?.seq ?? 0)
  const isWaiting = (): boolean =>
    items.length > 0 || [dirtyQuotes, dirtyStats, dirtyBars, dirtyBooks].some(({ size }) => size > 0)

  const now = delivery === 'complete'
  const stop = deck.on({
    event(event) {
      if (event.type === 'trade' || event.type === 'trade-bust' || event.type === 'status') recent.add(event)
      if (event.type === 'quote') {
        if (now) publishQuote(event.instrumentId)
        else dirtyQuotes.add(event.instrumentId)
      } else if (event.type === 'book') {
        if (now) publishBook(event.instrumentId)
        else dirtyBooks.add(event.instrumentId)
      } else publishEvent(event)
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
      // a bust corrects an earlier bar of the series: what waits of the running one is older and goes first
      const running = market.runningBar(bar.instrumentId, bar.interval)
      if (dirtyBars.has(bar.instrumentId) && running !== undefined && running.seq < bar.seq) publishBar(running)
      publishBar(bar)
    },
    settled() {
      if (!isWaiting()) return
      if (now && items.length < MOST_GATHERED) flushSoon()
      else if (now || nextCycleAt <= transportNowMs()) flush()
      else flushAt(nextCycleAt)
    },
    reset() {
      // nothing of it is newer than what was played
      if (now) flush()
      market = deck.market
      cancelTimer()
      items = []
      for (const dirty of [dirtyQuotes, dirtyStats, dirtyBars, dirtyBooks]) dirty.clear()
      fanOut.reset()
      books.reset(market)
      recent.clear()
      bars.reset(market)
      onReset()
    },
    status(status) {
      // a status never overtakes the data it speaks of
      readChanges()
      publishNewest(topics.deck, 'deck', status)
      flush()
    },
    failed(error) {
      publishAll(topics.deck, 'notice', error)
      flush()
    },
  })
  return {
    flush,
    missedSince: (channel, instrument, seq) =>
      recent
        .since(channel, instrument.id, seq, seqNow(channel, instrument))
        ?.map((event) => missedUpdate(event, instrument, origin)),
    get completeCount() {
      return recent.count
    },
    seqAt: (channel, instrument, count) => recent.seqAt(channel, instrument.id, count, seqNow(channel, instrument)),
    topicOf: (channel, symbol) => topics.of(channel, symbol).index,
    get isFollowed() {
      return fanOut.isFollowed
    },
    get members() {
      return fanOut.members
    },
    get followed() {
      return topics.allFollowed()
    },
    joined(client, outlet, channel, symbol) {
      if (channel !== undefined && symbol !== undefined) books.begin(market, channel, symbol)
      fanOut.join(client, outlet, channel, symbol)
    },
    left: (client, channel, symbol) => fanOut.leave(client, channel, symbol),
    refreshed(client, channels, symbols, maxRate) {
      const intervalMs = maxRate === undefined ? 0 : 1_000 / maxRate
      // of channels that are heard whole there is no newest value to wait for
      const [whole, newest] = [channels.filter(isWhole), channels.filter((channel) => !isWhole(channel))]
      fanOut.refreshed(client, whole, symbols, 0)
      fanOut.refreshed(client, newest, symbols, intervalMs)
    },
    async room() {
      await Promise.all(fanOut.outlets.filter(({ isFull }) => isFull).map((outlet) => outlet.handled()))
    },
    async handled() {
      // a clock that is moved by hand has no heartbeat: who is asked knows where it stands
      if (now) publishNewest(topics.deck, 'deck', deck.status())
      for (;;) {
        flush()
        // whoever is behind is sent what it is owed after it was asked, and has to be asked once more
        const { isAnyBehind } = fanOut
        await Promise.all(fanOut.outlets.map((outlet) => outlet.handled()))
        if (!isAnyBehind) return
      }
    },
    close() {
      stop()
      if (now) flush()
      cancelTimer()
    },
  }
}

/** Whether every update of a channel is heard, and none is folded. */
function isWhole(channel: Channel): boolean {
  return channel === 'trade' || channel === 'status'
}
