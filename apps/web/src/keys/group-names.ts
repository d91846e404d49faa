/** What the groups of actions are called. */

import { m } from '../paraglide/messages.js'
import type { ActionGroup } from './actions.ts'

export const GROUP_NAMES: Readonly<Record<ActionGroup, () => string>> = {
  page: m.app_group_page,
  list: m.app_group_list,
  chart: m.app_group_chart,
  book: m.app_group_book,
  deck: m.app_group_deck,
  alerts: m.app_group_alerts,
  developer: m.app_group_developer,
}
