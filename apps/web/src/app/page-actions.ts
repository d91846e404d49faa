/** What can be asked of the page as a whole, and of its list, by key or by name. */

import type { AlertsDoor } from '../alerts/alerts-door.svelte.ts'
import type { Action } from '../keys/actions.ts'
import { m } from '../paraglide/messages.js'
import type { ListView, WatchlistState } from '../watchlist/watchlist-state.svelte.ts'
import type { Dialogs } from './dialogs.svelte.ts'
import { focusList, focusSearch } from './focus.ts'
import type { SideParts } from './side-parts.svelte.ts'

export function pageActions(dialogs: Dialogs): readonly Action[] {
  return [
    {
      id: 'page.palette',
      group: 'page',
      name: m.app_action_palette(),
      keys: ['Mod+k'],
      run: () => (dialogs.open = 'palette'),
    },
    { id: 'page.keys', group: 'page', name: m.app_action_keys(), keys: ['?'], run: () => (dialogs.open = 'keys') },
  ]
}

export function listActions(watchlist: WatchlistState): readonly Action[] {
  const show = (view: ListView, name: string): Action => ({
    id: `list.${view}`,
    group: 'list',
    name,
    keys: [],
    run: () => (watchlist.view = view),
  })
  const action = (id: string, name: string, keys: readonly string[], run: () => void): Action => ({
    id: `list.${id}`,
    group: 'list',
    name,
    keys,
    run,
  })
  return [
    action('search', m.app_action_search(), ['/'], focusSearch),
    action('focus', m.app_action_focus_list(), [], focusList),
    action('next-view', m.app_action_next_view(), ['v'], () => watchlist.cycleView()),
    show('board', m.app_action_board()),
    show('tiles', m.app_action_tiles()),
    show('heat', m.app_action_heat()),
    action('wide', m.app_action_wide(), ['w'], () => (watchlist.isWide = !watchlist.isWide)),
  ]
}

/** Those of the panels beside the chart. */
export function panelActions(sideParts: SideParts, alerts: AlertsDoor): readonly Action[] {
  const panel = (group: 'book' | 'alerts', id: string, name: string, key: string, run: () => void): Action => ({
    id,
    group,
    name,
    keys: [key],
    run,
  })
  return [
    panel('book', 'book.toggle', m.app_action_book(), 'b', () => sideParts.toggle('book')),
    panel('book', 'trades.toggle', m.app_action_trades(), 'p', () => sideParts.toggle('trades')),
    panel('alerts', 'alerts.toggle', m.app_action_alerts(), 'a', () => alerts.toggle()),
  ]
}
