/** What can be asked of the page as a whole, and of its list, by key or by name. */

import type { Action } from '../keys/actions.ts'
import type { Doors } from './doors.ts'
import { m } from '../paraglide/messages.js'
import { CHOICES } from '../settings/choices.ts'
import type { SettingsState } from '../settings/settings-state.svelte.ts'
import type { ListView, WatchlistState } from '../watchlist/watchlist-state.svelte.ts'
import type { Dialogs } from './dialogs.svelte.ts'
import { focusList, focusSearch } from './focus.ts'
import type { Reading } from './reading.svelte.ts'
import type { SideParts } from './side-parts.svelte.ts'

/** The one after it; after the last the first. */
function nextOf<Value>(values: readonly [Value, ...Value[]], value: Value): Value {
  return values[(values.indexOf(value) + 1) % values.length] ?? values[0]
}

export function pageActions(dialogs: Dialogs, settings: SettingsState, { speak, freeze }: Reading): readonly Action[] {
  const action = (id: string, name: string, keys: readonly string[], run: () => void): Action => ({
    id: `page.${id}`,
    group: 'page',
    name,
    keys,
    run,
  })
  return [
    action('palette', m.app_action_palette(), ['Mod+k'], () => (dialogs.open = 'palette')),
    action('keys', m.app_action_keys(), ['?'], () => (dialogs.open = 'keys')),
    action('settings', m.app_action_settings(), [','], () => (dialogs.open = 'settings')),
    action('summary', m.app_action_summary(), ['s'], speak),
    action('freeze', m.app_action_freeze(), ['z'], freeze),
    action('wall', m.app_action_wall(), ['f'], () => (dialogs.open = 'wall')),
    action('ticker', m.app_action_ticker(), ['k'], () => {
      settings.change({ ticker: nextOf(CHOICES.ticker, settings.current.ticker) })
    }),
    action('theme', m.app_action_theme(), [], () => {
      settings.change({ theme: nextOf(CHOICES.theme, settings.current.theme) })
    }),
    action('colours', m.app_action_palette_next(), [], () => {
      settings.change({ palette: nextOf(CHOICES.palette, settings.current.palette) })
    }),
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

/** Those of the panels beside the chart, and of those that open over it. */
export function panelActions(sideParts: SideParts, { alerts, latency, developer }: Doors): readonly Action[] {
  const panel = (
    group: 'page' | 'book' | 'alerts' | 'developer',
    id: string,
    name: string,
    key: string,
    run: () => void,
  ): Action => ({
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
    panel('page', 'latency.toggle', m.app_action_latency(), 'i', () => latency.toggle()),
    panel('developer', 'developer.toggle', m.app_action_developer(), 'd', () => developer.toggle()),
  ]
}
