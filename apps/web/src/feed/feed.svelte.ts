/** The feed as the page sees it: the client wrapped in runes. Its listeners only set aside what comes; frames draw it. */

import type { ConnectionState, DeckHandle, Subscription, TapedeckClient } from '@tapedeck/client'
import { TapedeckError, type DeckStatus, type InstrumentInfo, type Notice } from '@tapedeck/protocol'
import { after, nowMs } from './clock.ts'
import { LIVE } from './connection-face.ts'
import { DeckClock } from './deck-clock.svelte.ts'
import { startTimers } from './feed-timers.ts'
import type { FrameLoop } from './frame-loop.ts'
import { Freeze } from './freeze.svelte.ts'
import { KnownGaps } from './known-gaps.ts'
import { LatencyMeter } from './latency-meter.ts'
import { createRateMeter } from './rate-meter.ts'
import { SymbolState } from './symbol-state.svelte.ts'
import { createWatchedSymbols } from './watched-symbols.ts'

const RETRY_MS = 1000
/** Updates a second of what is not in sight. */
const TABLE_RATE = 1

export class Feed {
  readonly client: TapedeckClient
  readonly frames: FrameLoop
  /** The clock of the deck that the page follows. */
  readonly clock = new DeckClock()
  /** That of `live`, which runs on whatever the page follows. */
  readonly liveClock = new DeckClock()
  readonly live: DeckHandle
  /** Whether the page stands still, because its reader wants it so. */
  readonly freeze: Freeze
  /** Those of the deck that the page follows. */
  readonly gaps = new KnownGaps()
  /** How old prices are when they are drawn. */
  readonly latency: LatencyMeter
  connection: ConnectionState = $state.raw('connecting')
  /** What the deck that the page follows says of itself. */
  deck: DeckStatus | undefined = $state.raw()
  /** The instrument table in the server's order, undefined before it has come. */
  symbols: readonly SymbolState[] | undefined = $state.raw()
  /** Whether a frame with data has been drawn. */
  hasData = $state.raw(false)
  updatesPerSecond = $state.raw(0)
  /** Seconds since the page began to connect, without those in which it stood still: figures that are no signals are looked at in each. */
  seconds = $state.raw(0)
  /** What the server said that the page could not make right by itself. */
  problem: string | undefined = $state.raw()
  /** Whole seconds until the next attempt to connect; undefined while none is waited for. */
  retrySeconds: number | undefined = $state.raw()
  /** Milliseconds by which even the quickest of the latest updates was late; undefined where none came. */
  lagMs: number | undefined = $state.raw()
  /** Times that the connection was lost. */
  losses = $state.raw(0)
  readonly #rate = createRateMeter(nowMs())
  #source: DeckHandle | undefined = $state.raw()
  #stopHearing: () => void
  #subscription: Subscription | undefined
  /** Those of the symbols that are drawn. */
  readonly #followed = new Set<Subscription>()
  #followsAllQuotes = false
  #isLoading = false
  #isTableOld = false
  #isHeld: boolean
  readonly #watched = createWatchedSymbols<SymbolState>((state) => this.#followSymbol(state))

  /** `isHeld`: it shows nothing until it is told which deck to follow, so that nobody sees live before a replay. */
  constructor(client: TapedeckClient, frames: FrameLoop, isHeld: boolean) {
    this.client = client
    this.frames = frames
    this.freeze = new Freeze(frames, this.clock)
    this.#isHeld = isHeld
    this.live = client.joinDeck(LIVE)
    this.gaps.follow(this.live)
    this.connection = client.state
    this.latency = new LatencyMeter(frames, nowMs, (event) => this.source.latencyOf(event))
    client.on('state', (state) => {
      this.connection = state
      if (state === 'reconnecting') this.losses++
      if (state === 'connected') this.#beConnected()
    })
    this.live.onStatus((status) => this.liveClock.hear(status, nowMs()))
    this.#stopHearing = this.live.onStatus((status) => this.hear(status))
    client.on('instrument', () => this.#loadInstruments())
    if (client.state === 'connected') this.#loadInstruments()
    client.onBarrier(() => frames.flushNow())
    startTimers(this, this.#rate)
  }

  /** Whether it waits to be told which deck to follow. */
  get isHeld(): boolean {
    return this.#isHeld
  }

  /** The deck that the page follows: all its data, history and instruments come from there. */
  get source(): DeckHandle {
    return this.#source ?? this.live
  }

  /** Goes over to another deck, all of the page at once. Rejects as its `instruments` do, and follows the former one then. */
  async follow(source: DeckHandle): Promise<void> {
    const table = await source.instruments()
    this.#isHeld = false
    this.freeze.end()
    this.#stopHearing()
    this.#subscription?.unsubscribe()
    this.#subscription = undefined
    this.#source = source
    this.gaps.follow(source)
    this.latency.clear()
    this.#stopHearing = source.onStatus((status) => this.hear(status))
    // nothing of the other deck may be taken for data of this one
    this.symbols = undefined
    if (source.status !== undefined) this.hear(source.status)
    this.#adopt(table)
  }

  /** Counts an update that another part of the page has received. */
  countUpdate(): void {
    this.#rate.count()
    this.freeze.count()
  }

  /** A part of the page draws the symbol, which follows its quotes as long; returns what ends that. */
  watch(state: SymbolState): () => void {
    // what is known already is drawn at once
    this.frames.mark(state)
    this.freeze.turn()
    return this.#watched.watch(state)
  }

  /** Updates that were folded into newer ones, of all that the page follows now. */
  get foldedCount(): number {
    let count = this.#subscription?.conflatedCount ?? 0
    for (const { conflatedCount } of this.#followed) count += conflatedCount
    return count
  }

  /** Makes the next attempt to connect now, where one is waited for. */
  retry(): void {
    if (this.client.retryInMs !== undefined) this.client.retry()
  }

  dismissProblem(): void {
    this.problem = undefined
  }

  /** The deck that the page follows has said how it stands, unasked or in an answer. */
  hear(status: DeckStatus): void {
    if (this.#isHeld || status.deck !== this.source.name) return
    const { deck } = this
    this.deck = status
    this.clock.hear(status, nowMs())
    if (deck === undefined || deck.deck !== status.deck) return
    // at another place other instruments may be listed
    if (deck.epoch !== status.epoch || deck.take !== status.take) this.#loadInstruments()
  }

  #beConnected(): void {
    if (this.source === this.live) {
      this.#loadInstruments()
      return
    }
    // a deck of one's own went with the connection: whoever opened it opens it again
    this.#subscription?.unsubscribe()
    this.#subscription = undefined
  }

  #loadInstruments(): void {
    this.#isTableOld = true
    if (this.#isLoading || this.#isHeld) return
    this.#isLoading = true
    this.#isTableOld = false
    const { source } = this
    source.instruments().then(
      (table) => {
        this.#isLoading = false
        if (source === this.source) this.#adopt(table)
        if (this.#isTableOld) this.#loadInstruments()
      },
      (thrown: unknown) => {
        this.#isLoading = false
        // the next connection asks again
        if (thrown instanceof TapedeckError && (thrown.code === 'DISCONNECTED' || thrown.code === 'CLOSED')) return
        if (source !== this.source) return
        after(RETRY_MS, () => {
          if (this.client.state === 'connected') this.#loadInstruments()
        })
      },
    )
  }

  #adopt(table: readonly InstrumentInfo[]): void {
    const known = new Map(this.symbols?.map((state) => [JSON.stringify(state.info), state]))
    const next = table.map((info) => known.get(JSON.stringify(info)) ?? new SymbolState(info))
    const isSame = next.length === this.symbols?.length && next.every((state, index) => state === this.symbols?.[index])
    if (isSame) return
    this.symbols = next
    // what is drawn of it asks first: its answer shall not wait for those of all the others
    after(0, () => this.#subscribeTable())
  }

  /** Whether the quotes of all symbols are followed, and not only of those that are drawn; to sort by them. */
  set followsAllQuotes(follows: boolean) {
    if (follows === this.#followsAllQuotes) return
    this.#followsAllQuotes = follows
    this.#subscribeTable()
  }

  #subscribeTable(): void {
    const before = this.#subscription
    const symbols = this.symbols ?? []
    this.#subscription = symbols.length === 0 ? undefined : this.#subscribe(symbols)
    before?.unsubscribe()
  }

  /** Statistics of all symbols, once a second: sorting and the heat map live on them. */
  #subscribe(states: readonly SymbolState[]): Subscription {
    const bySymbol = new Map(states.map((state) => [state.info.symbol, state]))
    const take = (symbol: string, apply: (state: SymbolState) => void): void => {
      const state = bySymbol.get(symbol)
      if (state === undefined || state.isFollowed) return
      apply(state)
      if (state.isDrawn) this.frames.mark(state)
    }
    return this.source.subscribe(
      {
        symbols: [...bySymbol.keys()],
        channels: this.#followsAllQuotes ? ['stats', 'quote'] : ['stats'],
        maxRate: TABLE_RATE,
      },
      {
        snapshot: ({ channel, symbol, data }) => {
          if (channel === 'stats') take(symbol, (state) => state.takeStats(data, true))
          else if (channel === 'quote') take(symbol, (state) => state.takeQuote(data, true))
        },
        stats: (stats) => {
          this.countUpdate()
          take(stats.symbol, (state) => state.takeStats(stats))
        },
        quote: (quote) => take(quote.symbol, (state) => state.takeQuote(quote)),
        refused: (notice) => this.#hearRefusal(notice),
      },
    )
  }

  /** All that is drawn of a symbol, at the rate of frames; returns what ends that. */
  #followSymbol(state: SymbolState): () => void {
    const draw = (): void => this.frames.mark(state)
    const subscription = this.source.subscribe(
      { symbols: [state.info.symbol], channels: ['quote', 'stats', 'status'] },
      {
        snapshot: (snapshot) => {
          if (snapshot.channel === 'quote') {
            state.takeQuote(snapshot.data, true)
            if (!this.hasData) this.frames.mark(this.#firstFrame)
          } else if (snapshot.channel === 'stats') {
            state.follow()
            state.takeStats(snapshot.data, true)
          }
          if (snapshot.channel === 'status') state.takeStatus(snapshot.data?.status ?? null)
          draw()
        },
        quote: (quote) => {
          this.countUpdate()
          this.latency.hear(quote)
          state.takeQuote(quote)
          draw()
        },
        stats: (stats) => {
          // counted where all are heard
          state.takeStats(stats)
          draw()
        },
        status: ({ status }) => {
          this.countUpdate()
          state.takeStatus(status)
          draw()
        },
        refused: (notice) => this.#hearRefusal(notice),
      },
    )
    this.#followed.add(subscription)
    return () => {
      this.#followed.delete(subscription)
      state.unfollow(this.#followsAllQuotes)
      subscription.unsubscribe()
    }
  }

  #hearRefusal(notice: Notice): void {
    // a deck that was closed or went with its connection has been left, or is opened again
    if (notice.code === 'UNKNOWN_DECK') return
    this.problem = notice.message
  }

  readonly #firstFrame = {
    flush: (): void => {
      this.hasData = true
    },
  }
}
