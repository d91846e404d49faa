/** A deck plays a tape: paces it by a clock, numbers it, folds it into a market, and hands it to whoever listens. */

import { createMarket, type Market, type MarketListener } from '@tapedeck/market'
import {
  micros,
  MICROS_PER_SECOND,
  seq,
  toErrorBody,
  type DeckState,
  type DeckStatus,
  type ErrorBody,
  type Micros,
  type SourceEvent,
} from '@tapedeck/protocol'
import type { Digest, TapeHeader, TapeSource } from '@tapedeck/tape'
import type { Cancel, Clock } from './clock/clock.ts'
import { createSequencer } from './sequencer.ts'

/** What a deck tells. Called synchronously, in tape order. Every method is optional. */
export interface DeckListener extends MarketListener {
  /** A source event was applied; the market holds its effect already. */
  event?(event: SourceEvent): void
  /** Every event that was due has been applied: a good moment to publish. */
  settled?(): void
  /** The deck's status changed, or a second passed. */
  status?(status: DeckStatus): void
  /** The tape cannot be read further. */
  failed?(error: ErrorBody): void
}

export interface DeckOptions {
  readonly name: string
  readonly source: TapeSource
  readonly clock: Clock
  /** Tape time of the last event where it is known. */
  readonly end?: Micros | null
  /** Sums the tape while it plays; its value is told at the end. For tapes that have one. */
  readonly digest?: Digest | undefined
  /** Closed bars kept per instrument and interval. */
  readonly maxBars?: number
}

export interface Deck {
  readonly name: string
  readonly header: TapeHeader
  readonly market: Market
  readonly clock: Clock
  readonly take: number
  status(): DeckStatus
  /** Starts to play where the deck stands. Does nothing when it plays or has ended. */
  play(): void
  /** Plays everything up to tape time `to` and stands there; for virtual clocks. */
  playTo(to: Micros): Promise<void>
  /** Resolves when the tape has been played to its end; rejects when it cannot be read further. */
  readonly ended: Promise<void>
  /** The first to call is told first. Returns what stops it. */
  on(listener: DeckListener): () => void
  close(): Promise<void>
}

/** Events applied before other work gets its turn. */
const SLICE_EVENTS = 5_000
/** A wall clock that moved on by more than this while nothing ran was asleep or was set: the hole is declared. */
const CLOCK_JUMP_MICROS = 5 * MICROS_PER_SECOND

/** Opens a deck on a source. The tape's history is in its market before this returns. */
export function openDeck(options: DeckOptions): Deck {
  const { name, source, clock, digest } = options
  const { header } = source
  const listeners = new Set<DeckListener>()
  const sequencer = createSequencer(header.instruments)
  const market = createMarket(header.instruments, options.maxBars === undefined ? {} : { maxBars: options.maxBars }, {
    statsChanged: (id) => listeners.forEach((listener) => listener.statsChanged?.(id)),
    barsChanged: (id) => listeners.forEach((listener) => listener.barsChanged?.(id)),
    barClosed: (bar) => listeners.forEach((listener) => listener.barClosed?.(bar)),
  })
  market.loadHistory(source.history, header.start)

  let state: DeckState = 'waiting'
  let position = header.start
  let events = 0
  let lastWake: Micros | undefined
  /** A span that the machine slept through, while what is missed in it is being dropped. */
  let hole: { readonly from: Micros; readonly to: Micros } | undefined
  let cancelWake: Cancel = () => undefined
  let cancelHeartbeat: Cancel = () => undefined
  let closed = false
  let failed = false
  const { promise: ended, resolve: resolveEnded, reject: rejectEnded } = newPromise()
  // whoever does not ask for the end shall not be woken by its failure
  ended.catch(() => undefined)

  const isPlaying = (): boolean => state === 'playing' && !closed
  const status = (): DeckStatus => ({
    deck: name,
    state,
    epoch: header.epoch,
    take: 1,
    position: state === 'playing' && clock.speed !== 'max' ? Math.max(position, clock.now()) : position,
    wall: clock.wall(),
    speed: clock.speed,
    driver: null,
    span: { from: header.start, to: options.end ?? null },
    source: { kind: header.source, name: header.name, tapeId: header.tapeId },
    events,
    digest: state === 'ended' && !failed && digest !== undefined ? digest.hex() : null,
  })
  const tellStatus = (): void => {
    const now = status()
    listeners.forEach((listener) => listener.status?.(now))
  }
  const tellSettled = (): void => listeners.forEach((listener) => listener.settled?.())

  const apply = (unnumbered: SourceEvent): void => {
    const event = sequencer.number(unnumbered)
    market.apply(event)
    digest?.add(event)
    events++
    position = event.tsRecv
    listeners.forEach((listener) => listener.event?.(event))
  }

  /** Applies what is due up to `limit`; says why it stopped. */
  const pump = (limit: number, most: number): 'due' | 'starved' | 'more' => {
    const instants = clock.kind === 'virtual'
    for (let count = 0; count < most; count++) {
      const time = source.nextTime
      if (time === undefined) return 'starved'
      if (time > limit) return 'due'
      const event = source.next(limit)
      if (event === undefined) continue
      if (instants && event.tsRecv > position) tellSettled()
      apply(event)
    }
    return 'more'
  }

  const fail = (thrown: unknown): void => {
    if (closed || state === 'ended') return
    state = 'ended'
    failed = true
    cancelHeartbeat()
    listeners.forEach((listener) => listener.failed?.(toErrorBody(thrown)))
    tellStatus()
    rejectEnded(thrown)
  }
  const end = (): void => {
    state = 'ended'
    cancelHeartbeat()
    tellSettled()
    tellStatus()
    resolveEnded()
  }
  /** Lets time pass on the market, so that bars close without an event. */
  const passTime = (to: Micros): void => {
    market.advanceTo(to)
    position = micros(Math.max(position, to))
  }

  /** Drops what a machine that slept missed, a slice at a time; when all is dropped the hole becomes an event. */
  const skipHole = (from: Micros, to: Micros): boolean => {
    for (let count = 0; count < SLICE_EVENTS; count++) {
      const time = source.nextTime
      if (time === undefined || time > to) {
        apply({
          type: 'gap',
          ts: to,
          tsRecv: to,
          seq: seq(0),
          instrumentId: null,
          fromSeq: null,
          toSeq: null,
          tsFrom: from,
          tsTo: to,
          cause: 'clock-jump',
        })
        return true
      }
      source.next(to)
    }
    return false
  }

  const wake = (): void => {
    if (!isPlaying()) return
    const unpaced = clock.speed === 'max'
    const now = clock.now()
    try {
      if (clock.kind === 'wall' && lastWake !== undefined && now - lastWake > CLOCK_JUMP_MICROS) {
        hole = { from: micros(Math.max(lastWake, position)), to: now }
      }
      lastWake = now
      if (hole !== undefined) {
        if (!skipHole(hole.from, hole.to)) {
          cancelWake = clock.yield(wake)
          return
        }
        hole = undefined
      }
      const stopped = pump(unpaced ? Infinity : now, SLICE_EVENTS)
      if (stopped === 'due') passTime(now)
      tellSettled()
      if (stopped === 'starved') void refill()
      else if (stopped === 'more') cancelWake = clock.yield(wake)
      else {
        const next = source.nextTime ?? Infinity
        // a bar closes on the second even when no event comes
        const second = (Math.floor(now / MICROS_PER_SECOND) + 1) * MICROS_PER_SECOND
        cancelWake = clock.schedule(micros(Math.min(next, second)), wake)
      }
    } catch (thrown) {
      fail(thrown)
    }
  }
  const refill = async (): Promise<void> => {
    try {
      const more = await source.fill()
      if (!isPlaying()) return
      if (more) wake()
      else end()
    } catch (thrown) {
      fail(thrown)
    }
  }

  const startPlaying = (): void => {
    state = 'playing'
    clock.start(position)
    cancelHeartbeat = clock.everySecond(tellStatus)
    tellStatus()
  }

  const playTo = async (to: Micros): Promise<void> => {
    if (closed) return
    if (state === 'waiting') startPlaying()
    while (isPlaying()) {
      const stopped = pump(to, SLICE_EVENTS)
      if (stopped === 'due') {
        passTime(to)
        tellSettled()
        return
      }
      if (stopped === 'starved' && !(await source.fill())) end()
    }
  }

  return {
    name,
    header,
    market,
    clock,
    take: 1,
    ended,
    status,
    play() {
      if (closed || state !== 'waiting') return
      startPlaying()
      // virtual time stands still until `playTo`
      if (clock.kind !== 'virtual') wake()
    },
    async playTo(to) {
      try {
        await playTo(to)
      } catch (thrown) {
        fail(thrown)
        throw thrown
      }
    },
    on(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      if (closed) return
      closed = true
      cancelWake()
      cancelHeartbeat()
      listeners.clear()
      await source.close()
    },
  }
}

function newPromise(): { promise: Promise<void>; resolve: () => void; reject: (reason: unknown) => void } {
  let resolve = (): void => undefined
  let reject: (reason: unknown) => void = () => undefined
  const promise = new Promise<void>((accept, refuse) => {
    resolve = accept
    reject = refuse
  })
  return { promise, resolve, reject }
}
