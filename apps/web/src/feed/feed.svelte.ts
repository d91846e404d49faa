/** The feed as the page sees it: the client wrapped in runes. Its listeners only set aside what comes; frames draw it. */

import type { ConnectionState, Subscription, TapedeckClient } from '@tapedeck/client'
import { TapedeckError, type DeckStatus, type InstrumentInfo, type Notice } from '@tapedeck/protocol'
import { after, every, nowMs } from './clock.ts'
import { DeckClock } from './deck-clock.svelte.ts'
import type { FrameLoop } from './frame-loop.ts'
import { createRateMeter } from './rate-meter.ts'
import { SymbolState } from './symbol-state.svelte.ts'
import { createWatchedSymbols } from './watched-symbols.ts'

/** Tape times with milliseconds shall be seen to run. */
const TICK_MS = 100
const SECOND_MS = 1000
const RETRY_MS = 1000
/** Updates a second of what is not in sight. */
const TABLE_RATE = 1

export class Feed {
  readonly client: TapedeckClient
  readonly frames: FrameLoop
  readonly clock = new DeckClock()
  connection: ConnectionState = $state.raw('connecting')
  deck: DeckStatus | undefined = $state.raw()
  /** The instrument table in the server's order, undefined before it has come. */
  symbols: readonly SymbolState[] | undefined = $state.raw()
  /** Whether a frame with data has been drawn. */
  hasData = $state.raw(false)
  updatesPerSecond = $state.raw(0)
  /** Seconds since the page began to connect, for who waits for the first connection. */
  seconds = $state.raw(0)
  /** What the server said that the page could not make right by itself. */
  problem: string | undefined = $state.raw()
  readonly #rate = createRateMeter(nowMs())
  #subscription: Subscription | undefined
  #followsAllQuotes = false
  #isLoading = false
  #isTableOld = false
  readonly #watched = createWatchedSymbols<SymbolState>((state) => this.#follow(state))

  constructor(client: TapedeckClient, frames: FrameLoop) {
    this.client = client
    this.frames = frames
    this.connection = client.state
    client.on('state', (state) => {
      this.connection = state
      if (state === 'connected') this.#loadInstruments()
    })
    client.on('deck', (status) => this.#hearDeck(status))
    client.on('instrument', () => this.#loadInstruments())
    if (client.state === 'connected') this.#loadInstruments()
    every(TICK_MS, () => this.clock.tick(nowMs()))
    every(SECOND_MS, () => {
      this.updatesPerSecond = this.#rate.read(nowMs())
      this.seconds++
    })
  }

  /** Counts an update that another part of the page has received. */
  countUpdate(): void {
    this.#rate.count()
  }

  /** A part of the page draws the symbol, which follows its quotes as long; returns what ends that. */
  watch(state: SymbolState): () => void {
    // what is known already is drawn at once
    this.frames.mark(state)
    return this.#watched.watch(state)
  }

  dismissProblem(): void {
    this.problem = undefined
  }

  #hearDeck(status: DeckStatus): void {
    const isOther = this.deck !== undefined && this.deck.epoch !== status.epoch
    this.deck = status
    this.clock.hear(status, nowMs())
    if (isOther) this.#loadInstruments()
  }

  #loadInstruments(): void {
    this.#isTableOld = true
    if (this.#isLoading) return
    this.#isLoading = true
    this.#isTableOld = false
    this.client.instruments().then(
      (table) => {
        this.#isLoading = false
        this.#adopt(table)
        if (this.#isTableOld) this.#loadInstruments()
      },
      (thrown: unknown) => {
        this.#isLoading = false
        // the next connection asks again
        if (thrown instanceof TapedeckError && (thrown.code === 'DISCONNECTED' || thrown.code === 'CLOSED')) return
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
    this.#subscribeTable()
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
    return this.client.subscribe(
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
          this.#rate.count()
          take(stats.symbol, (state) => state.takeStats(stats))
        },
        quote: (quote) => take(quote.symbol, (state) => state.takeQuote(quote)),
        refused: (notice) => this.#hearRefusal(notice),
      },
    )
  }

  /** All that is drawn of a symbol, at the rate of frames; returns what ends that. */
  #follow(state: SymbolState): () => void {
    const draw = (): void => this.frames.mark(state)
    const subscription = this.client.subscribe(
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
          this.#rate.count()
          state.takeQuote(quote)
          draw()
        },
        stats: (stats) => {
          // counted where all are heard
          state.takeStats(stats)
          draw()
        },
        status: ({ status }) => {
          this.#rate.count()
          state.takeStatus(status)
          draw()
        },
        refused: (notice) => this.#hearRefusal(notice),
      },
    )
    return () => {
      state.unfollow(this.#followsAllQuotes)
      subscription.unsubscribe()
    }
  }

  #hearRefusal(notice: Notice): void {
    this.problem = notice.message
  }

  readonly #firstFrame = {
    flush: (): void => {
      this.hasData = true
    },
  }
}
