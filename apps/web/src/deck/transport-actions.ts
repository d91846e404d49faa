/** What the deck can be asked for by key or by name. */

import { MICROS_PER_MINUTE, MICROS_PER_SECOND, type Interval } from '@tapedeck/protocol'
import type { Feed } from '../feed/feed.svelte.ts'
import type { Action } from '../keys/actions.ts'
import { m } from '../paraglide/messages.js'
import type { Activity } from './activity.svelte.ts'
import type { DeckDialog } from './deck-dialogs.svelte.ts'
import type { Library } from './library.svelte.ts'
import { nextPlace } from './next-place.ts'
import { rangeOf } from './part.ts'
import { markersOf } from './markers-of.ts'
import { isSeekable } from './seek-span.ts'
import { nextSpeed } from './speeds.ts'
import type { Transport } from './transport.svelte.ts'

/** What the actions work on. */
export interface DeckParts {
  readonly feed: Pick<Feed, 'deck' | 'clock'>
  readonly transport: Transport
  readonly activity: Pick<Activity, 'known'>
  readonly library: Pick<Library, 'toggle' | 'dialogs'>
  /** The bar to step by. */
  readonly interval: () => Interval
}

export function transportActions({ feed, transport, activity, library, interval }: DeckParts): readonly Action[] {
  const isOurs = (): boolean => transport.isObeyed
  const canRewind = (): boolean => isOurs() && feed.deck !== undefined && isSeekable(feed.deck)
  const change = (by: 1 | -1) => (): void => {
    if (feed.deck !== undefined) transport.setSpeed(nextSpeed(feed.deck, by))
  }
  const gaps = (): readonly number[] => (activity.known?.silences ?? []).map(({ from }) => from)
  const markers = (): readonly number[] =>
    markersOf(feed.deck, activity.known, transport.isLive).map(({ tsRecv }) => tsRecv)
  const toNext = (places: () => readonly number[]) => (): void => {
    const place = nextPlace(places(), transport.aim ?? feed.clock.position ?? 0)
    if (place !== undefined) transport.seek(place)
  }
  const show = (dialog: DeckDialog): void => void (library.dialogs.open = dialog)
  const action = (id: string, name: string, keys: readonly string[], run: () => void): Action => ({
    id: `deck.${id}`,
    group: 'deck',
    name,
    keys,
    run,
  })
  const ours = (each: Action): Action => ({ ...each, isEnabled: isOurs })
  const rewind = (id: string, name: string, key: string, micros: number): Action => ({
    ...action(id, name, [key], () => transport.rewind(micros)),
    isEnabled: canRewind,
  })
  return [
    ours(action('toggle', m.app_action_deck_toggle(), ['Space'], () => transport.toggle())),
    ours(action('step-event', m.app_action_deck_step_event(), ['ArrowRight'], () => transport.step('event'))),
    ours(action('step-bar', m.app_action_deck_step_bar(), ['Shift+ArrowRight'], () => transport.step(interval()))),
    rewind('rewind-10s', m.app_action_deck_rewind_10s(), 'ArrowLeft', 10 * MICROS_PER_SECOND),
    rewind('rewind-1m', m.app_action_deck_rewind_1m(), 'Shift+ArrowLeft', MICROS_PER_MINUTE),
    rewind('rewind-all', m.app_action_deck_rewind_all(), 'Shift+Home', Infinity),
    ours(action('slower', m.app_action_deck_slower(), ['<'], change(-1))),
    ours(action('faster', m.app_action_deck_faster(), ['>'], change(1))),
    action('mark-from', m.app_action_deck_mark_from(), ['['], () => transport.mark('from')),
    action('mark-to', m.app_action_deck_mark_to(), [']'], () => transport.mark('to')),
    {
      ...action('live', m.app_action_deck_live(), ['l', 'Escape'], () => transport.toLive()),
      isEnabled: () => !transport.isLive,
    },
    action('library', m.app_action_deck_library(), ['t'], () => library.toggle()),
    { ...action('time', m.deck_time(), ['g'], () => show('time')), isEnabled: canRewind },
    {
      ...action('next-gap', m.deck_action_next_gap(), ['n'], toNext(gaps)),
      isEnabled: () => canRewind() && gaps().length > 0,
    },
    {
      ...action('next-marker', m.deck_action_next_marker(), ['j'], toNext(markers)),
      isEnabled: () => canRewind() && markers().length > 0,
    },
    {
      ...action('fixture', m.deck_fixture(), [], () => show('fixture')),
      isEnabled: () => rangeOf(transport.part) !== undefined && transport.tapeAddress !== undefined,
    },
    action('scenarios', m.deck_scenarios(), ['o'], () => show('scenarios')),
    action('shared', m.deck_shared(), ['m'], () => show('shared')),
  ]
}
