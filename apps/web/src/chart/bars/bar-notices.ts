/** What the server says of bars besides sending them: that data is missing, or that this client was too slow for some. */

import type { Gap } from '@tapedeck/protocol'
import { LIVE } from '../../feed/connection-face.ts'
import type { Feed } from '../../feed/feed.svelte.ts'

export interface BarNoticeListener {
  /** Data of a symbol is missing. */
  gap(gap: Gap): void
  /** Closed bars did not come and will not: the history has them. */
  lost(): void
}

/** Listens until the function that it returns is called. */
export function hearBarNotices(feed: Feed, listener: BarNoticeListener): () => void {
  const leave = [
    feed.client.on('gap', (gap) => {
      // those of live are not of another deck
      if ((gap.deck ?? LIVE) === feed.source.name) listener.gap(gap)
    }),
    feed.client.on('notice', ({ code }) => {
      if (code === 'UPDATES_LOST') listener.lost()
    }),
  ]
  return () => {
    for (const each of leave) each()
  }
}
