/** The flash of a price that moved: a tint that fades, at most two a second; where motion is not wanted, a still arrow; nothing, where that is chosen. */

import type { Attachment } from 'svelte/attachments'

/** What a flash needs to know of a price. */
export interface Moving {
  /** Grows by one with every move that deserves a flash. */
  readonly moves: number
}

const FLASH_MS = 700
/** Photosensitivity: WCAG 2.3.1 allows three flashes a second. */
const SHORTEST_PAUSE_MS = 500
const ARROW_MS = 1_000

/** The page says there what was chosen. */
const look = document.documentElement.dataset

/** Flashes the element's `::before` (its class gives the colour), or shows its `.moved` child for a second. */
export function flashOnMove(moving: () => Moving): Attachment<HTMLElement> {
  let seen: number | undefined
  let running: Animation | undefined
  return (element) => {
    const { moves } = moving()
    const isMove = seen !== undefined && moves > seen
    seen = moves
    if (!isMove || look['flash'] === 'off' || isRecent(running)) return
    if (look['motion'] === 'reduced') {
      const shown = [{ visibility: 'visible' }, { visibility: 'visible' }]
      running = element.querySelector('.moved')?.animate(shown, { duration: ARROW_MS })
    } else {
      // an animated opacity would make a layer of the cell, and one of each cell above it
      const tint = getComputedStyle(element).getPropertyValue('--flash')
      const fade = [
        { backgroundColor: tint },
        { backgroundColor: tint, offset: 0.2 },
        { backgroundColor: 'transparent' },
      ]
      running = element.animate(fade, { duration: FLASH_MS, easing: 'ease-out', pseudoElement: '::before' })
    }
  }
}

function isRecent(animation: Animation | undefined): boolean {
  const time = animation?.currentTime
  return animation?.playState === 'running' && typeof time === 'number' && time < SHORTEST_PAUSE_MS
}
