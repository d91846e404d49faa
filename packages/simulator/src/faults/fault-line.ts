/** The faults at work, in the order in which an event meets them: skew, drop, duplicate, freeze, delay, reorder, of one kind as they were started. */

import type { BookEvent, Micros, QuoteEvent, StatusEvent, TradeBustEvent, TradeEvent } from '@tapedeck/protocol'
import type { Fault } from '../scenario/scenario.ts'
import { FaultWindow, type SavedFaultWindow } from './fault-window.ts'

/** What faults touch. */
export type MarketDataEvent = QuoteEvent | TradeEvent | TradeBustEvent | BookEvent | StatusEvent

/** What becomes of an event. */
export interface Fate {
  readonly event: MarketDataEvent
  /** Tape times at which its copies go on; none where it is lost. */
  readonly releases: readonly number[]
}

/** What {@link FaultLine} goes on from. */
export interface SavedFaultLine {
  readonly windows: readonly SavedFaultWindow[]
  readonly horizons: readonly (readonly [number, number])[]
}

/** The places of the kinds along the line. */
const PLACES: Readonly<Record<Fault['kind'], number>> = {
  skew: 0,
  drop: 1,
  duplicate: 2,
  freeze: 3,
  delay: 4,
  reorder: 5,
}

export class FaultLine {
  /** In the order of their places. */
  windows: readonly FaultWindow[] = []
  /** The first end of a window. */
  private firstEnd = Infinity
  /** By instrument: no event goes on earlier than this, so that it does not overtake one that is held. */
  private readonly horizons = new Map<number, number>()

  add(windows: readonly FaultWindow[]): void {
    this.setWindows([...this.windows, ...windows])
  }

  /** Drops the faults that are over. */
  passTime(time: number): void {
    if (time >= this.firstEnd) this.setWindows(this.windows.filter(({ end }) => end > time))
  }

  /** Nothing is held any more that could be overtaken. */
  forgetOrder(): void {
    this.horizons.clear()
  }

  /** Takes an event along the line. A fault concerns what reaches it within its window. */
  meet(came: MarketDataEvent): Fate {
    const { tsRecv: time, instrumentId: id } = came
    let event = came
    let release: number = time
    let copies = 1
    for (const window of this.windows) {
      if (!window.covers(id, release)) continue
      const { fault } = window
      switch (fault.kind) {
        case 'skew':
          event = skewed(event, fault.ahead ? window.span : -window.span)
          break
        case 'drop':
          if (window.draw(id) < fault.probability) return { event, releases: [] }
          break
        case 'duplicate':
          for (let seen = copies; seen > 0; seen--) if (window.draw(id) < fault.probability) copies++
          break
        case 'freeze':
          if (fault.then === 'lose') return { event, releases: [] }
          release = window.end
          break
        case 'delay':
          release += window.span
          break
        case 'reorder':
          // comes after the order is settled, and for each copy by itself
          break
      }
    }
    const inOrder = this.keepOrder(id, time, release)
    const releases = [this.reorder(id, inOrder)]
    while (releases.length < copies) releases.push(this.reorder(id, inOrder))
    return { event, releases }
  }

  save(): SavedFaultLine {
    return { windows: this.windows.map((window) => window.save()), horizons: [...this.horizons] }
  }

  load(saved: SavedFaultLine, seed: number): void {
    this.setWindows(saved.windows.map((window) => FaultWindow.restore(window, seed)))
    this.horizons.clear()
    for (const [id, horizon] of saved.horizons) this.horizons.set(id, horizon)
  }

  /** The time of release that overtakes no event of the instrument. */
  private keepOrder(id: number, time: number, release: number): number {
    const inOrder = Math.max(release, this.horizons.get(id) ?? 0)
    if (inOrder > time) this.horizons.set(id, inOrder)
    else this.horizons.delete(id)
    return inOrder
  }

  /** The time of release after the faults that reorder, which draw two numbers whether they hold the event or not. */
  private reorder(id: number, inOrder: number): number {
    let release = inOrder
    for (const window of this.windows) {
      const { fault, span } = window
      if (fault.kind !== 'reorder' || !window.covers(id, release)) continue
      const isHeld = window.draw(id) < fault.probability
      const share = window.draw(id)
      if (isHeld) release += Math.min(span, 1 + Math.floor(share * span))
    }
    return release
  }

  private setWindows(windows: readonly FaultWindow[]): void {
    this.windows = windows.toSorted((one, other) => PLACES[one.fault.kind] - PLACES[other.fault.kind])
    this.firstEnd = windows.reduce((first, { end }) => Math.min(first, end), Infinity)
  }
}

/** The event of a venue whose clock is off by some microseconds. No clock stands before 1970. */
function skewed(event: MarketDataEvent, by: number): MarketDataEvent {
  const ts = Math.max(0, event.ts + by)
  return ts === event.ts ? event : { ...event, ts: ts as Micros }
}
