/** Events that are held back until their time: a binary heap on (release, arrival), which is a total order. */

import type { SourceEvent } from '@tapedeck/protocol'

export interface HeldEvent {
  /** Tape time at which it goes on. */
  readonly release: number
  /** Its place among all that were ever held: of those released at one time the one that came first goes first. */
  readonly arrival: number
  readonly event: SourceEvent
}

/** What {@link HeldEvents} goes on from. */
export interface SavedHeldEvents {
  readonly arrivals: number
  /** In the order in which they go on. */
  readonly events: readonly HeldEvent[]
}

export class HeldEvents {
  private heap: HeldEvent[] = []
  private arrivals = 0

  get size(): number {
    return this.heap.length
  }

  /** When the first goes on; Infinity where nothing is held. */
  get nextTime(): number {
    return this.heap[0]?.release ?? Infinity
  }

  hold(event: SourceEvent, release: number): void {
    const { heap } = this
    const entering: HeldEvent = { release, arrival: this.arrivals++, event }
    let slot = heap.push(entering) - 1
    while (slot > 0) {
      const parent = (slot - 1) >> 1
      const above = heap[parent] as HeldEvent
      if (isBefore(above, entering)) break
      heap[slot] = above
      slot = parent
    }
    heap[slot] = entering
  }

  /** Takes out the first; undefined where nothing is held. */
  take(): SourceEvent | undefined {
    const { heap } = this
    const first = heap[0]
    const last = heap.pop()
    if (last !== undefined && heap.length > 0) this.sink(last)
    return first?.event
  }

  save(): SavedHeldEvents {
    return { arrivals: this.arrivals, events: this.heap.toSorted((one, other) => (isBefore(one, other) ? -1 : 1)) }
  }

  load(saved: SavedHeldEvents): void {
    this.arrivals = saved.arrivals
    // what is sorted is a heap
    this.heap = [...saved.events]
  }

  /** Finds a place for an event, from the top down. */
  private sink(moving: HeldEvent): void {
    const { heap } = this
    let slot = 0
    for (;;) {
      let child = 2 * slot + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1] as HeldEvent, heap[child] as HeldEvent)) child++
      const candidate = heap[child] as HeldEvent
      if (isBefore(moving, candidate)) break
      heap[slot] = candidate
      slot = child
    }
    heap[slot] = moving
  }
}

function isBefore(one: HeldEvent, other: HeldEvent): boolean {
  return one.release === other.release ? one.arrival < other.arrival : one.release < other.release
}
