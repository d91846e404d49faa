/** Which parts stand at the side of the chart: the book, the trades, both or none. */

import { readStored, store } from './stored.ts'

export const SIDE_PARTS = ['book', 'trades'] as const
export type SidePart = (typeof SIDE_PARTS)[number]

const SUBJECT = 'side'

export class SideParts {
  open: readonly SidePart[] = $state.raw(parseSideParts(readStored(SUBJECT)))

  toggle(part: SidePart): void {
    this.open = SIDE_PARTS.filter((each) => this.open.includes(each) !== (each === part))
    store(SUBJECT, this.open)
  }
}

/** What was kept, in the order of the screen. */
export function parseSideParts(stored: unknown): readonly SidePart[] {
  return Array.isArray(stored) ? SIDE_PARTS.filter((part) => stored.includes(part)) : []
}
