/**
 * Events that have been made and not taken yet. The slots stay where they are: an array that is emptied and filled again gets
 * new memory each time, and what outlives a collection of garbage keeps everything alive that it once held.
 */

import type { SourceEvent } from '@tapedeck/protocol'

export class EventBuffer {
  private readonly slots: (SourceEvent | undefined)[] = []
  private made = 0
  private taken = 0

  push(event: SourceEvent): void {
    this.slots[this.made++] = event
  }

  /** The next event, left in place. */
  peek(): SourceEvent | undefined {
    return this.taken === this.made ? undefined : this.slots[this.taken]
  }

  /** Takes the event that `peek` gave. */
  drop(): void {
    this.slots[this.taken++] = undefined
    if (this.taken < this.made) return
    this.made = 0
    this.taken = 0
  }

  /** All events that wait, in order. */
  waiting(): readonly SourceEvent[] {
    return this.slots.slice(this.taken, this.made).filter((event) => event !== undefined)
  }
}
