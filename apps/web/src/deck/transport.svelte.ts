/** The hand on the deck: changes what the page plays, drives it, and goes back to live. `live` itself is never touched. */

import type { DeckHandle } from '@tapedeck/client'
import { MICROS_PER_SECOND, TapedeckError, toErrorBody } from '@tapedeck/protocol'
import type { DeckOpenRequest, DeckStatus, Interval } from '@tapedeck/protocol'
import { formatDeckAddress, type DeckAddress } from '../app/deck-address.ts'
import { modeOf } from '../feed/connection-face.ts'
import type { Feed } from '../feed/feed.svelte.ts'
import { formatMoment } from '../format/time.ts'
import { m } from '../paraglide/messages.js'
import { rangeOf, withEnd, type PartEnds } from './part.ts'
import { leaveShared } from './leave-shared.ts'
import { addressOf, isPrivate, tapeAddressOf, type PlayOptions, type Playing } from './playing.ts'
import { clampTo } from './seek-span.ts'
import type { Speed } from './speeds.ts'

/** So near to now, nobody means the tape of the last hours. */
const NEARLY_LIVE = 1_500_000

export class Transport {
  playing: Playing = $state.raw({ kind: 'live' })
  /** The part of the tape that is marked. */
  part: PartEnds = $state.raw({})
  /** Where the deck was sent and has not arrived yet. */
  aim: number | undefined = $state.raw()
  /** The id that this page has as a driver and as a member of decks; another one with every connection. */
  ownId: string | undefined = $state.raw()
  readonly #feed: Feed
  /** Settled when everything that was asked is done: a key that is held down makes one request after the other. */
  #last: Promise<void> = Promise.resolve()
  #isSeeking = false
  #wasLost = false

  constructor(feed: Feed) {
    this.#feed = feed
    feed.live.onStatus(({ you }) => (this.ownId = you ?? this.ownId))
    feed.client.on('state', (state) => {
      if (state === 'reconnecting') this.#wasLost = true
      else if (state === 'connected' && this.#wasLost) this.#comeBack()
    })
  }

  get isLive(): boolean {
    return this.playing.kind === 'live'
  }

  /** Whether the deck obeys this page. Of `live`, which obeys nobody, it rewinds a copy. */
  get isObeyed(): boolean {
    const { deck } = this.#feed
    if (deck === undefined) return false
    return this.isLive ? modeOf(deck) === 'live' : deck.driver === this.ownId
  }

  /** Whether what is played could be shared with others. */
  get canShare(): boolean {
    return this.playing.kind === 'recording' || this.playing.kind === 'rewound'
  }

  /** Where the server tells of the tape that is played; undefined where it cannot. */
  get tapeAddress(): string | undefined {
    return tapeAddressOf(this.playing, this.#feed.deck?.source.kind === 'rolling')
  }

  /** What an address has to say to come here again; undefined for what nobody else can open. */
  get address(): DeckAddress | undefined {
    return addressOf(this.playing)
  }

  /** Goes where an address leads; to live where that is nowhere. */
  open(address: DeckAddress): void {
    if ('deck' in address) this.join(address.deck)
    else this.play(address.recording, address)
    void this.#inTurn(async () => {
      if (this.#feed.isHeld) await this.#follow({ kind: 'live' }, this.#feed.live)
    })
  }

  /** Plays a recording of the library. */
  play(id: string, options: PlayOptions = {}): void {
    void this.#inTurn(() => this.#openTape({ kind: 'recording', id }, options))
  }

  /** Follows a deck that somebody else opened to be shared. */
  join(name: string): void {
    void this.#inTurn(() => this.#follow({ kind: 'joined', name }, this.#feed.client.joinDeck(name)))
  }

  /** Plays a scenario of the server's catalogue, from its beginning. */
  playScenario(scenario: string): void {
    void this.#inTurn(() => this.#openTape({ kind: 'scenario', scenario }, {}))
  }

  /** Goes on, from where the deck stands, on one that others can join. */
  share(): void {
    void this.#inTurn(async () => {
      const { playing } = this
      const { deck, clock } = this.#feed
      const at = clock.position
      if (deck === undefined || at === undefined || !this.canShare) return
      await this.#openTape(playing, { at, speed: deck.speed, play: deck.state === 'playing', shared: true })
    })
  }

  /** Takes over a shared deck that nobody drives. */
  takeOver(): void {
    void this.#inTurn(() => this.#drive(this.#feed.source.drive()))
  }

  /** Makes another member the driver. */
  handOver(to: string): void {
    void this.#inTurn(() => this.#drive(this.#feed.source.handOver(to)))
  }

  toLive(): void {
    void this.#inTurn(() => this.#follow({ kind: 'live' }, this.#feed.live))
  }

  /** Plays, or pauses; `live` is left standing where it is now, and goes on without us. */
  toggle(): void {
    void this.#inTurn(async () => {
      const { deck, source } = this.#feed
      if (deck === undefined) return
      if (this.isLive) await this.#rewind(0, false)
      else if (deck.state === 'playing') await this.#drive(source.pause())
      else {
        if (deck.state === 'ended') await this.#drive(source.seek({ time: deck.loop?.from ?? deck.span.from }))
        await this.#drive(source.play())
      }
    })
  }

  /** Back by so many microseconds of tape time, `Infinity` for as far as there is. */
  rewind(by: number): void {
    const position = this.aim ?? this.#feed.clock.position
    if (position !== undefined) this.seek(position - by)
  }

  step(by: 'event' | Interval): void {
    void this.#inTurn(async () => {
      if (!this.isLive) await this.#drive(this.#feed.source.step(by))
    })
  }

  setSpeed(speed: Speed): void {
    void this.#inTurn(async () => {
      if (!this.isLive) await this.#drive(this.#feed.source.setSpeed(speed))
    })
  }

  /** Marks an end of the part where the deck stands; once it has both, it is played again and again. */
  mark(end: 'from' | 'to'): void {
    const { position } = this.#feed.clock
    if (position === undefined) return
    this.part = withEnd(this.part, end, position)
    const range = rangeOf(this.part)
    if (range !== undefined && this.isObeyed && !this.isLive) this.loop(range)
  }

  /** Plays a part again and again; null ends that. */
  loop(range: { readonly from: number; readonly to: number } | null): void {
    void this.#inTurn(async () => {
      if (!this.isLive) await this.#drive(this.#feed.source.loop(range))
    })
  }

  /** To a tape time. While one is on its way only the newest of those that follow is gone to. */
  seek(time: number): void {
    this.aim = time
    if (this.#isSeeking) return
    this.#isSeeking = true
    void this.#inTurn(async () => {
      for (let gone: number | undefined; gone !== this.aim;) {
        gone = this.aim
        await this.#goTo(gone ?? time)
      }
    }).finally(() => {
      this.#isSeeking = false
      this.aim = undefined
    })
  }

  async #goTo(time: number): Promise<void> {
    const { deck, source, liveClock } = this.#feed
    if (deck === undefined) return
    const now = liveClock.position
    const isOfLive = this.isLive || this.playing.kind === 'rewound'
    if (isOfLive && now !== undefined && time >= now - NEARLY_LIVE) {
      if (!this.isLive) await this.#follow({ kind: 'live' }, this.#feed.live)
      return
    }
    const { from, to } = deck.span
    // what was played since the deck was opened lies behind the end that it knows
    const isBeyond = this.playing.kind === 'rewound' && to !== null && time > to
    if ((this.isLive || isBeyond) && now !== undefined) {
      await this.#rewind(Math.min(now - time, Number.MAX_SAFE_INTEGER), deck.state !== 'paused')
      return
    }
    await this.#drive(source.seek({ time: clampTo({ from, to: to ?? time }, time) }))
  }

  async #rewind(by: number, play: boolean): Promise<void> {
    await this.#openOwn({ kind: 'rewound' }, { rewind: Math.round(by), play })
  }

  async #openAt(
    playing: Playing,
    tape: DeckOpenRequest,
    { at, speed, play = true, shared }: PlayOptions,
  ): Promise<void> {
    const handle = await this.#openOwn(playing, { ...tape, speed, play: play && at === undefined, shared })
    if (at === undefined) return
    const { span } = handle.status ?? { span: { from: at, to: at } }
    const nearest = clampTo({ from: span.from, to: span.to ?? at }, at)
    await this.#drive(handle.seek({ time: nearest }))
    if (Math.abs(nearest - at) > MICROS_PER_SECOND)
      this.#feed.problem = m.deck_outside({ asked: formatMoment(at), shown: formatMoment(nearest) })
    if (play) await this.#drive(handle.play())
  }

  /** Plays it on a deck of its own, for the first time or once more; a scenario begins anew. */
  async #openTape(playing: Playing, options: PlayOptions): Promise<void> {
    if (playing.kind === 'joined') await this.#follow(playing, this.#feed.client.joinDeck(playing.name))
    else if (playing.kind === 'recording') await this.#openAt(playing, { recording: playing.id }, options)
    else if (playing.kind === 'scenario') await this.#openOwn(playing, { scenario: playing.scenario })
    else await this.#openAt(playing, { rewind: 0 }, options)
  }

  async #openOwn(playing: Playing, request: DeckOpenRequest): Promise<DeckHandle> {
    const handle = await this.#feed.client.openDeck(request)
    try {
      await this.#follow(request.shared === true ? { kind: 'joined', name: handle.name } : playing, handle)
    } catch (thrown) {
      await handle.close().catch(() => undefined)
      throw thrown
    }
    return handle
  }

  async #follow(playing: Playing, handle: DeckHandle): Promise<void> {
    const { source, deck } = this.#feed
    const { ownId, tapeAddress } = this
    if (source === handle && !this.#feed.isHeld) return
    const left = this.playing
    await this.#feed.follow(handle)
    this.playing = playing
    // a part is of one tape
    if (tapeAddress === undefined || tapeAddress !== this.tapeAddress) this.part = {}
    // one that went with its connection is closed, and another may have its name now
    if (!this.#wasLost) {
      if (isPrivate(left)) source.close().catch(() => undefined)
      else if (left.kind === 'joined' && ownId !== undefined && deck?.driver === ownId) leaveShared(source, deck, ownId)
    }
    this.#wasLost = false
  }

  /** What was answered counts at once: the next key that is pressed starts from there. */
  async #drive(asked: Promise<DeckStatus>): Promise<void> {
    // who moves the tape wants to see it
    this.#feed.freeze.end()
    this.#feed.hear(await asked)
  }

  /** Decks of one's own go with the connection: after a new one they are opened again where they were. */
  #comeBack(): void {
    const { playing } = this
    const { deck, clock } = this.#feed
    if (playing.kind === 'live') {
      this.#wasLost = false
      return
    }
    void this.#inTurn(async () => {
      const at = clock.position
      const play = deck?.state === 'playing'
      try {
        await this.#openTape(playing, { at, play, speed: deck?.speed })
      } catch (thrown) {
        await this.#follow({ kind: 'live' }, this.#feed.live)
        throw thrown
      }
    })
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(work).catch((thrown: unknown) => {
      this.#feed.problem = thrown instanceof TapedeckError ? thrown.message : toErrorBody(thrown).message
    })
    this.#last = this.#last.then(() => this.#writeAddress())
    return this.#last
  }

  /** The address leads here again, also when the page is loaded anew. */
  #writeAddress(): void {
    const search = formatDeckAddress(location.search, this.address)
    if (location.search !== search) history.replaceState(null, '', location.pathname + search + location.hash)
  }
}
