/** What the browser shows of the page outside of it, and what styles know of it: the title, the kind of deck, whether there is data. */

import { untrack } from 'svelte'
import { isMuted, lampWord, modeOf, type ConnectionFace } from '../feed/connection-face.ts'
import type { Feed } from '../feed/feed.svelte.ts'
import { m } from '../paraglide/messages.js'
import { faviconOf } from './favicon.ts'
import { keepShell } from './keep-shell.ts'
import type { Selection } from './selection.svelte.ts'

/** Call it while a component is set up. `face` is asked again whenever it changes. */
export function followDocument(feed: Feed, selection: Selection, face: () => ConnectionFace): void {
  const { dataset } = document.documentElement
  // words, so that what depends on them rests while they do
  const mode = $derived(modeOf(feed.deck))
  const isOld = $derived(isMuted(face().kind))
  $effect(() => {
    dataset['mode'] = mode
  })
  $effect(() => {
    document.querySelector('link[rel=icon]')?.setAttribute('href', faviconOf(mode, isOld))
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
    const old = isOld ? [m.app_title_old()] : []
    const word = mode === 'replay' && feed.deck !== undefined ? [lampWord(feed.deck)] : []
    document.title = [...old, ...word, price, 'Tapedeck'].join(' · ')
  })
}
