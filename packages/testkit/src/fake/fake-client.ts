/** The SDK's client over a tape in memory: no network, no server, nothing to wait for. What needs a server is refused in words. */

import type {
  ClientEventData,
  ClientEvents,
  ClockReading,
  ConnectionState,
  DeckHandle,
  Freshness,
  Latest,
  Subscription,
  SubscriptionListener,
  SubscriptionRequest,
  TapedeckClient,
} from '@tapedeck/client'
import { snapshotOf } from '@tapedeck/deck'
import type { FollowedTopic } from '@tapedeck/feed-server'
import {
  barOf,
  instrumentInfoOf,
  intervalOf,
  isChannel,
  statsOf,
  TapedeckError,
  type BarState,
  type Channel,
  type DeckStatus,
  type HistoryAnswer,
  type HistoryRequest,
  type InstrumentInfo,
  type Snapshot,
  type SourceEvent,
} from '@tapedeck/protocol'
import type { MemoryTape } from '../tape/memory-tape.ts'
import { FakePlayer } from './fake-player.ts'
import { FakeSubscription, type FakeUpdate } from './fake-subscription.ts'
import { statusOfPlayer, updateOf } from './update-of.ts'

const SNAPSHOT_TRADES = 50
const DEFAULT_BARS = 500
const STALE_AFTER_MICROS = 30_000_000
const TAKE = 1

export class FakeClient implements TapedeckClient {
  state: ConnectionState = 'connected'
  readonly retryInMs: undefined
  readonly clock: ClockReading = { offsetMs: 0, roundTripMs: 0 }
  readonly player: FakePlayer
  /** Called with each event that is played. */
  watch: ((event: SourceEvent) => void) | undefined
  readonly #subscriptions = new Set<FakeSubscription>()
  readonly #listeners = new Map<keyof ClientEvents, Set<(event: never) => void>>()
  readonly #latest = new Map<string, unknown>()

  constructor(tape: MemoryTape) {
    this.player = new FakePlayer(tape, {
      event: (event) => {
        this.#hear(event)
        this.watch?.(event)
      },
      statsChanged: (id) => this.#tellStats(id),
      barsChanged: (id) => this.#tellRunningBars(id),
      barClosed: (bar) => this.#tellBar(bar),
      moved: () => this.#tell('deck', this.deck),
    })
  }

  get now(): number {
    return this.player.position
  }

  get deck(): DeckStatus {
    return statusOfPlayer(this.player, TAKE)
  }

  /** Its topics, each once, by channel and symbol. */
  get followed(): readonly FollowedTopic[] {
    const topics = new Map<string, FollowedTopic>()
    for (const { request } of this.#subscriptions) {
      for (const channel of request.channels) {
        for (const symbol of request.symbols) topics.set(`${channel}/${symbol}`, { channel, symbol, clients: 1 })
      }
    }
    return [...topics].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, topic]) => topic)
  }

  subscribe(request: SubscriptionRequest, listener: SubscriptionListener): Subscription {
    const wrong = this.#wrongWith(request)
    const options = { onLeft: (left: FakeSubscription) => void this.#subscriptions.delete(left) }
    if (wrong !== undefined) {
      const ready = Promise.reject(wrong)
      // whoever does not wait for it is told by `refused`
      ready.catch(() => undefined)
      listener.refused?.(wrong.toBody())
      return new FakeSubscription(request, listener, { ...options, ready })
    }
    const subscription = new FakeSubscription(request, listener, { ...options, ready: Promise.resolve() })
    this.#subscriptions.add(subscription)
    this.#begin(subscription)
    return subscription
  }

  instruments(): Promise<readonly InstrumentInfo[]> {
    return Promise.resolve(this.player.market.instruments().map(instrumentInfoOf))
  }

  history({
    symbol,
    interval,
    from,
    to,
    limit = DEFAULT_BARS,
  }: HistoryRequest): Promise<Extract<HistoryAnswer, { ok: true }>> {
    const { market, tape } = this.player
    const instrument = market.instrumentOf(symbol)
    if (instrument === undefined) return Promise.reject(this.#unknown(symbol))
    const { bars, seq, hasMore } = market.bars(instrument.id, interval, { from, to, limit })
    const own = bars.map((bar) => barOf(bar, instrument))
    return Promise.resolve({ ok: true, epoch: tape.header.epoch, take: TAKE, seq, bars: own, hasMore })
  }

  latest<C extends Channel>(channel: C, symbol: string): Latest<C> | undefined {
    return this.#latest.get(`${channel}/${symbol}`) as Latest<C> | undefined
  }

  freshness(symbol: string): Freshness {
    const times = (['quote', 'trade', 'stats'] as const).map(
      (channel) => this.latest(channel, symbol)?.tsRecv ?? -Infinity,
    )
    const newest = Math.max(...times)
    if (newest === -Infinity) return 'unknown'
    if (this.state !== 'connected') return 'feed-down'
    const status = this.latest('status', symbol)?.status
    if (status !== undefined && status !== 'trading' && status !== 'auction') return 'halted'
    return this.now - newest > STALE_AFTER_MICROS ? 'stale' : 'live'
  }

  /** It is heard when it is played. */
  latencyOf(): number {
    return 0
  }

  on<Name extends keyof ClientEvents>(name: Name, listener: ClientEvents[Name]): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  /** Nobody asks: what was played has been handled. */
  onBarrier(): () => void {
    return () => undefined
  }

  retry(): void {
    this.become('connected')
  }

  /** The connection is in another state from now on. A new one begins with fresh snapshots. */
  become(state: ConnectionState): void {
    if (this.state === state || this.state === 'closed') return
    this.state = state
    this.#tell('state', state)
    if (state !== 'connected') return
    for (const subscription of [...this.#subscriptions]) this.#begin(subscription)
  }

  close(): void {
    this.become('closed')
    this.#subscriptions.clear()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  openDeck = (): Promise<never> => this.#refuse('openDeck')
  recordings = (): Promise<never> => this.#refuse('recordings')
  startRecording = (): Promise<never> => this.#refuse('startRecording')
  stopRecording = (): Promise<never> => this.#refuse('stopRecording')
  changeRecording = (): Promise<never> => this.#refuse('changeRecording')
  deleteRecording = (): Promise<never> => this.#refuse('deleteRecording')

  joinDeck(): DeckHandle {
    throw this.#needsServer('joinDeck')
  }

  #refuse(what: string): Promise<never> {
    return Promise.reject(this.#needsServer(what))
  }

  #needsServer(what: string): TapedeckError {
    return new TapedeckError('BAD_OPTION', `${what} needs a server, and fakeFeed has none: use replayFeed`)
  }

  #unknown(symbol: string): TapedeckError {
    return new TapedeckError('UNKNOWN_SYMBOL', `symbol "${symbol}" is not on this tape`, { symbol })
  }

  #wrongWith({ symbols, channels }: SubscriptionRequest): TapedeckError | undefined {
    const symbol = symbols.find((each) => this.player.market.instrumentOf(each) === undefined)
    if (symbol !== undefined) return this.#unknown(symbol)
    const channel = channels.find((each: string) => !isChannel(each))
    return channel === undefined
      ? undefined
      : new TapedeckError('UNKNOWN_CHANNEL', `${JSON.stringify(channel)} is not a channel; CHANNELS lists them`, {
          channel,
        })
  }

  #snapshotOf(channel: Channel, symbol: string): Snapshot {
    const instrument = this.player.market.instrumentOf(symbol)
    if (instrument === undefined) throw this.#unknown(symbol)
    return snapshotOf({ name: 'live', market: this.player.market }, instrument, channel, SNAPSHOT_TRADES)
  }

  #begin(subscription: FakeSubscription): void {
    const { channels, symbols } = subscription.request
    const snapshots = channels.flatMap((channel) => symbols.map((symbol) => this.#snapshotOf(channel, symbol)))
    for (const snapshot of snapshots) this.#remember(snapshot)
    subscription.begin(snapshots, { epoch: this.deck.epoch, take: TAKE })
  }

  #remember({ channel, symbol, data }: Snapshot): void {
    const newest = channel === 'trade' ? data.at(-1) : data
    if (newest !== null && newest !== undefined) this.#latest.set(`${channel}/${symbol}`, newest)
  }

  #tell<Name extends keyof ClientEventData>(name: Name, event: ClientEventData[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(event as never)
  }

  #update(channel: string, update: FakeUpdate): void {
    // a broken line brings nothing
    if (this.state !== 'connected') return
    const followers = [...this.#subscriptions].filter((each) => each.follows(channel, update.data.symbol))
    if (followers.length === 0) return
    if (update.name !== 'tradeBust') this.#latest.set(`${channel}/${update.data.symbol}`, update.data)
    for (const follower of followers) follower.hear(channel, update)
  }

  #hear(event: SourceEvent): void {
    const { market } = this.player
    const instrument =
      'instrumentId' in event && event.instrumentId !== null ? market.instrument(event.instrumentId) : undefined
    if (event.type === 'gap') this.#tell('gap', { ...event, symbol: instrument?.symbol ?? null })
    if (instrument === undefined) return
    if (event.type === 'instrument') {
      this.#tell('instrument', { action: event.action, instrument: instrumentInfoOf(instrument), tsRecv: event.tsRecv })
    } else if (event.type === 'book') this.#tellBooks(instrument.symbol)
    else {
      const told = updateOf(event, instrument)
      if (told !== undefined) this.#update(told.channel, told.update)
    }
  }

  #tellBooks(symbol: string): void {
    for (const channel of ['book:5', 'book:10', 'book:20'] as const) {
      if (![...this.#subscriptions].some((each) => each.follows(channel, symbol))) continue
      const snapshot = this.#snapshotOf(channel, symbol)
      if (snapshot.channel === channel && snapshot.data !== null)
        this.#update(channel, { name: 'book', data: snapshot.data })
    }
  }

  #tellStats(id: number): void {
    const { market } = this.player
    const [instrument, stats] = [market.instrument(id), market.stats(id)]
    if (instrument !== undefined && stats !== undefined)
      this.#update('stats', { name: 'stats', data: statsOf(stats, instrument) })
  }

  #tellRunningBars(id: number): void {
    const { market } = this.player
    const instrument = market.instrument(id)
    if (instrument === undefined) return
    const channels = new Set([...this.#subscriptions].flatMap(({ request }) => request.channels))
    for (const channel of channels) {
      const interval = intervalOf(channel)
      const bar = interval === undefined ? undefined : market.runningBar(id, interval)
      const known = this.#latest.get(`${channel}/${instrument.symbol}`) as { readonly seq: number } | undefined
      if (bar !== undefined && bar.seq !== known?.seq) this.#tellBar(bar)
    }
  }

  #tellBar(bar: BarState): void {
    const instrument = this.player.market.instrument(bar.instrumentId)
    if (instrument !== undefined) this.#update(`bar:${bar.interval}`, { name: 'bar', data: barOf(bar, instrument) })
  }
}
