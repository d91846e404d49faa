/** How the symbol and the list stand, in sentences, for who listens. */

import type { SymbolState } from '../feed/symbol-state.svelte.ts'
import { formatPercent } from '../format/change.ts'
import { formatAge } from '../format/time.ts'
import { m } from '../paraglide/messages.js'
import { freshnessOf, type Freshness } from '../watchlist/freshness.ts'

/** What is looked at of a symbol. */
type Told = Pick<SymbolState, 'info' | 'view' | 'stats'>

export interface Situation {
  readonly symbol: Told | undefined
  /** The list that is shown. */
  readonly members: readonly Told[]
  /** Tape time, Unix microseconds. */
  readonly position: number | undefined
  /** What the page says of its connection. */
  readonly connection: string
}

const MOST_MOVERS = 3

const STATES: Readonly<Record<Freshness, () => string>> = {
  live: m.app_state_live,
  stale: m.app_state_stale,
  unknown: m.app_state_unknown,
  halted: m.app_state_halted,
  closed: m.app_state_closed,
  auction: m.app_state_auction,
  'pre-open': m.app_state_pre_open,
}

export function summaryOf({ symbol, members, position, connection }: Situation): string {
  if (symbol === undefined) return m.app_summary_nothing({ connection })
  const { info, view } = symbol
  const { last, change, changePercent, bid, ask } = view
  const about = { symbol: info.symbol, name: info.name, last, change, percent: changePercent, bid, ask }
  const movers = moversOf(members)
  return [
    m.app_summary_symbol({ ...about, state: stateOf(view, position) }),
    ...(movers === '' ? [] : [m.app_summary_movers({ movers })]),
    m.app_summary_connection({ connection }),
  ].join(' ')
}

function stateOf({ tsRecv, status }: Told['view'], position: number | undefined): string {
  const age = tsRecv === null || position === undefined ? null : position - tsRecv
  const state = STATES[freshnessOf(age, status)]()
  return age === null ? state : m.app_summary_age({ state, age: formatAge(age) })
}

/** `SOL-USD +4.19%, LTC-USD −4.77%` */
function moversOf(members: readonly Told[]): string {
  return members
    .map(({ info, stats }) => ({ symbol: info.symbol, percent: stats?.changePercent ?? 0 }))
    .filter(({ percent }) => percent !== 0)
    .sort((a, b) => Math.abs(b.percent) - Math.abs(a.percent))
    .slice(0, MOST_MOVERS)
    .map(({ symbol, percent }) => `${symbol} ${formatPercent(percent)}`)
    .join(', ')
}
