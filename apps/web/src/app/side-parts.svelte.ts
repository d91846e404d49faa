/** Which parts stand at the side of the chart: the book, the trades, both or none. */

import { readStored, store } from './stored.ts'

export const SIDE_PARTS = ['book', 'trades'] as const
export type SidePart = (typeof SIDE_PARTS)[number]

const SUBJECT = 'panels'

export class SideParts {
  open: readonly SidePart[] = $state.raw(parseSideParts(readStored(SUBJECT)))

  toggle(part: SidePart): void {
    this.open = SIDE_PARTS.filter((each) => this.open.includes(each) !== (each === part))
    store(SUBJECT, Object.fromEntries(SIDE_PARTS.map((each) => [each, this.open.includes(each)])))
  }
}

/** What was kept of each part, in the order of the screen. */
export function parseSideParts(stored: unknown): readonly SidePart[] {
  const kept = typeof stored === 'object' && stored !== null ? (stored as Readonly<Record<string, unknown>>) : {}
  return SIDE_PARTS.filter((part) => kept[part] === true)
}
