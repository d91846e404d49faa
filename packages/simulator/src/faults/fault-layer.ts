/**
 * What goes wrong between a venue and a tape: events get lost, come twice, late, out of order, all at once or with a wrong
 * clock. It stands between a stream and whoever plays it, and lets everything pass where nothing is wrong. Only market data
 * is touched: instruments, gaps, markers and unknown records pass always.
 */

import type { Micros, SourceEvent } from '@tapedeck/protocol'
import type { Fault } from '../scenario/scenario.ts'
import type { EventStream } from './event-stream.ts'
import { FaultLine, type MarketDataEvent, type SavedFaultLine } from './fault-line.ts'
import { FaultWindow } from './fault-window.ts'
import { HeldEvents, type SavedHeldEvents } from './held-events.ts'
import { RetimedTrades, type SavedRetimedTrades } from './retimed-trades.ts'

/** How many events are held at most, some 300 MB of them; see {@link FaultLayerOptions.mostHeld}. */
const MOST_HELD = 1_000_000

export interface FaultLayerOptions {
  readonly seed: number
  /**
   * While so many events are held (a delay times a rate), the one that is due first goes on early before another is taken,
   * at the tape time of that one. So the order stays, and nothing is lost but a part of the delay. Default {@link MOST_HELD}.
   */
  readonly mostHeld?: number
}

/** Everything that the layer goes on from, as plain data for JSON. */
export interface SavedFaults {
  readonly line: SavedFaultLine
  readonly held: SavedHeldEvents
  readonly retimed: SavedRetimedTrades
}

export class FaultLayer implements EventStream {
  private readonly upstream: EventStream
  private readonly seed: number
  private readonly mostHeld: number
  private readonly line = new FaultLine()
  private readonly held = new HeldEvents()
  private readonly retimed = new RetimedTrades()
  /** False: events pass unseen. */
  private watching = false

  constructor(upstream: EventStream, { seed, mostHeld = MOST_HELD }: FaultLayerOptions) {
    this.upstream = upstream
    this.seed = seed
    this.mostHeld = mostHeld
  }

  get nextTime(): number {
    return Math.min(this.upstream.nextTime, this.held.nextTime)
  }

  /**
   * The next event; its `tsRecv` is the time at which it leaves. Events that no fault touches are the objects that came.
   * Hot path: one comparison where nothing is wrong.
   */
  next(limit: number): SourceEvent | undefined {
    return this.watching ? this.nextWatched(limit) : this.upstream.next(limit)
  }

  /**
   * Starts faults whose times count from `at`; they concern events that come from now on. A fault on named symbols concerns
   * the instruments that have the names now or take them later, and goes on with one that replaces a concerned one. Each
   * fault draws its numbers by seed, key, place in the list and instrument, so that what comes for one instrument alters
   * nothing for another; groups that shall differ have different keys. Throws `BAD_OPTION`, and starts none.
   */
  start(
    faults: readonly Fault[],
    at: Micros,
    key: string,
    instrumentIds: (symbol: string) => number | undefined,
  ): void {
    const started = faults.map((fault, index) => {
      const concerned =
        fault.symbols === 'all' ? null : fault.symbols.map(instrumentIds).filter((id) => id !== undefined)
      return new FaultWindow(fault, { seed: this.seed, key, index }, at, concerned)
    })
    this.line.add(started)
    this.watching = true
  }

  save(): SavedFaults {
    return { line: this.line.save(), held: this.held.save(), retimed: this.retimed.save() }
  }

  /** Goes on from what was saved, over a stream that goes on from the same moment. */
  load({ line, held, retimed }: SavedFaults): void {
    this.line.load(line, this.seed)
    this.held.load(held)
    this.retimed.load(retimed)
    this.watching = true
  }

  private nextWatched(limit: number): SourceEvent | undefined {
    const { upstream, held } = this
    for (;;) {
      let time = held.nextTime
      if (held.size >= this.mostHeld) time = Math.min(time, upstream.nextTime)
      else {
        // of one time what is held goes first: it came first
        const came = upstream.next(Math.min(limit, time - 1))
        if (came !== undefined) {
          const left = this.meet(came)
          if (left === undefined) continue
          return left
        }
      }
      if (time > limit) return undefined
      const first = held.take()
      return first === undefined ? undefined : this.leave(first, time)
    }
  }

  /** An event comes. What leaves of it at once, or undefined where it is lost or held. */
  private meet(event: SourceEvent): SourceEvent | undefined {
    const { line, held, retimed } = this
    const time = event.tsRecv
    line.passTime(time)
    if (line.windows.length === 0 && held.size === 0 && !retimed.isNeeded(time)) {
      line.forgetOrder()
      retimed.forget()
      this.watching = false
      return event
    }
    switch (event.type) {
      case 'instrument':
        for (const window of line.windows) window.follow(event)
        return event
      case 'gap':
      case 'marker':
      case 'opaque':
        return event
      case 'quote':
      case 'trade':
      case 'trade-bust':
      case 'book':
      case 'status':
        return this.meetFaults(event)
    }
  }

  private meetFaults(came: MarketDataEvent): SourceEvent | undefined {
    const { event, releases } = this.line.meet(came)
    let left: SourceEvent | undefined
    for (const release of releases) {
      if (release === came.tsRecv && left === undefined) left = this.leave(event, release)
      else this.held.hold(event, release)
    }
    return left
  }

  /** An event leaves at a time. */
  private leave(event: SourceEvent, time: number): SourceEvent {
    const left = time === event.tsRecv ? event : { ...event, tsRecv: time as Micros }
    if (left.type === 'trade' && left !== event) this.retimed.note(left)
    if (left.type !== 'trade-bust') return left
    const tsTrade = this.retimed.timeOf(left)
    return tsTrade === undefined ? left : { ...left, tsTrade: tsTrade as Micros }
  }
}
