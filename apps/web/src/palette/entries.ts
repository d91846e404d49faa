/** What the palette offers: everything that can be done now, and every symbol. */

import type { InstrumentInfo } from '@tapedeck/protocol'
import { canRun, type Action } from '../keys/actions.ts'
import { GROUP_NAMES } from '../keys/group-names.ts'
import { searchInstruments } from '../watchlist/search.ts'

export type Entry =
  | { readonly kind: 'action'; readonly id: string; readonly action: Action }
  | { readonly kind: 'symbol'; readonly id: string; readonly info: Pick<InstrumentInfo, 'symbol' | 'name'> }

/** More than these nobody reads. */
const MOST = 60

/** What matches, best first; without a query the actions, and then the symbols. */
export function findEntries(
  actions: readonly Action[],
  infos: readonly Pick<InstrumentInfo, 'symbol' | 'name'>[],
  query: string,
): readonly Entry[] {
  const entries: readonly Entry[] = [
    ...actions.filter(canRun).map((action) => ({ kind: 'action', id: action.id, action }) as const),
    ...infos.map((info) => ({ kind: 'symbol', id: info.symbol, info }) as const),
  ]
  return searchInstruments(entries, query, (entry) =>
    entry.kind === 'symbol'
      ? entry.info
      : { symbol: '', name: `${entry.action.name} ${GROUP_NAMES[entry.action.group]()}` },
  ).slice(0, MOST)
}
