/** What the server says of bars besides sending them: that this client was too slow for some. */

import type { Feed } from '../../feed/feed.svelte.ts'

/** Calls where closed bars did not come and will not: the history has them. Returns what ends that. */
export function hearLostBars(feed: Feed, lost: () => void): () => void {
  return feed.client.on('notice', ({ code }) => {
    if (code === 'UPDATES_LOST') lost()
  })
}
