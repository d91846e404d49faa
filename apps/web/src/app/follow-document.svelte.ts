/** What the browser shows of the page outside of it, and what styles know of it: the title, the kind of deck, whether there is data. */

import { untrack } from 'svelte'
import { lampWord, type Mode } from '../feed/connection-face.ts'
import type { Feed } from '../feed/feed.svelte.ts'
import { keepShell } from './keep-shell.ts'
import type { Selection } from './selection.svelte.ts'

/** Call it while a component is set up. `mode` is asked again whenever it changes. */
export function followDocument(feed: Feed, selection: Selection, mode: () => Mode): void {
  const { dataset } = document.documentElement
  $effect(() => {
    dataset['mode'] = mode()
  })
  $effect(() => {
    if (!feed.hasData) return
    dataset['ready'] = 'true'
    keepShell()
  })
  $effect(() => {
    const { symbol } = selection
    // once a second: a title that runs with every trade cannot be read
    if (symbol === undefined || feed.seconds < 0) return
    const price = `${symbol.info.symbol} ${untrack(() => symbol.view.last)}`
    const word = mode() === 'replay' && feed.deck !== undefined ? `${lampWord(feed.deck)} · ` : ''
    document.title = `${word}${price} · Tapedeck`
  })
}
