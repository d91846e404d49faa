/** The page for who reads it by ear or by Braille: what it says, asked and unasked, and that it can stand still meanwhile. */

import { untrack } from 'svelte'
import { isCutOff, type ConnectionFace } from '../feed/connection-face.ts'
import type { Feed } from '../feed/feed.svelte.ts'
import { m } from '../paraglide/messages.js'
import { speechSeconds } from '../settings/choices.ts'
import type { SettingsState } from '../settings/settings-state.svelte.ts'
import type { WatchlistState } from '../watchlist/watchlist-state.svelte.ts'
import type { Selection } from './selection.svelte.ts'
import type { SidePart } from './side-parts.svelte.ts'
import { speech } from './speech.svelte.ts'
import { summaryOf } from './summary.ts'

/** What can be asked of it. */
export interface Reading {
  /** Says how the symbol and the list stand. */
  readonly speak: () => void
  /** Has the page stand still, or go on. */
  readonly freeze: () => void
}

/** What is on the page. */
export interface OnPage {
  readonly feed: Feed
  readonly settings: SettingsState
  readonly selection: Selection
  readonly watchlist: WatchlistState
  readonly face: () => ConnectionFace
  readonly sideParts: () => readonly SidePart[]
}

/** Call it while a component is set up. */
export function startReading({ feed, settings, selection, watchlist, face, sideParts }: OnPage): Reading {
  const speak = (): void => {
    const { symbol } = selection
    const { position } = feed.clock
    speech.say(summaryOf({ symbol, members: watchlist.members, position, connection: face().text }))
  }
  const kind = $derived(face().kind)
  $effect(() => {
    if (!isCutOff(kind)) return undefined
    untrack(() => speech.alarm(m.app_connection_said({ kind })))
    // what is over shall not be read as if it were so
    return () => speech.alarm('')
  })
  $effect(() => {
    const every = speechSeconds(settings.current)
    if (every !== undefined && feed.seconds > 0 && feed.seconds % every === 0) untrack(speak)
  })
  $effect(() => {
    // whoever turns to something else while the page stands still sees how that stands
    const turned = [selection.symbol, selection.interval, watchlist.view, ...sideParts()]
    if (turned.length > 0) feed.freeze.turn()
  })
  return {
    speak,
    freeze() {
      feed.freeze.toggle()
      speech.say(feed.freeze.isOn ? m.app_frozen_begun() : m.app_frozen_ended())
    },
  }
}
