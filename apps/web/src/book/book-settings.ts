/** What a person has chosen about the order book, and how it is written down in this browser. */

import { readStored, store } from '../app/stored.ts'

export const SIDES_SHOWN = ['both', 'bids', 'asks'] as const
export type SidesShown = (typeof SIDES_SHOWN)[number]

/** Lines of each side. */
export const LEVEL_COUNTS = [10, 20] as const
export type LevelCount = (typeof LEVEL_COUNTS)[number]

/** Ticks that are gathered in one line. */
export const GROUPINGS = [1, 10, 100] as const
export type Grouping = (typeof GROUPINGS)[number]

export interface BookSettings {
  readonly sides: SidesShown
  readonly levels: LevelCount
  readonly grouping: Grouping
  readonly hasDepthChart: boolean
}

const SUBJECT = 'book'
const DEFAULTS: BookSettings = { sides: 'both', levels: 20, grouping: 1, hasDepthChart: false }

/** What was kept. What is missing or not known any more is as in the beginning. */
export function parseBookSettings(stored: unknown): BookSettings {
  const kept = typeof stored === 'object' && stored !== null ? (stored as Readonly<Record<string, unknown>>) : {}
  return {
    sides: oneOf(SIDES_SHOWN, kept['sides']) ?? DEFAULTS.sides,
    levels: oneOf(LEVEL_COUNTS, kept['levels']) ?? DEFAULTS.levels,
    grouping: oneOf(GROUPINGS, kept['grouping']) ?? DEFAULTS.grouping,
    hasDepthChart: kept['hasDepthChart'] === true,
  }
}

function oneOf<Choice extends string | number>(choices: readonly Choice[], value: unknown): Choice | undefined {
  return choices.find((choice) => choice === value)
}

export function readBookSettings(): BookSettings {
  return parseBookSettings(readStored(SUBJECT))
}

export function storeBookSettings(settings: BookSettings): void {
  store(SUBJECT, settings)
}
