/** The flash of a price that moved: a tint that fades, at most two a second; where motion is not wanted, a still arrow; nothing, where that is chosen. */

import type { Attachment } from 'svelte/attachments'
import { nowMs } from '../feed/clock.ts'
import './flash.css'

/** What a flash needs to know of a price. */
export interface Moving {
  /** Grows by one with every move that deserves a flash. */
  readonly moves: number
}

/** Photosensitivity: WCAG 2.3.1 allows three flashes a second. */
const SHORTEST_PAUSE_MS = 500

/** The page says there what was chosen. */
const look = document.documentElement.dataset

/**
 * Flashes the element's `::before` in its `--flash`, or shows its `.moved` child for a second. Styles do it: `animate()` would have the page laid out for
 * each flash.
 */
export function flashOnMove(moving: () => Moving): Attachment<HTMLElement> {
  let seen: number | undefined
  let flashedAt = -Infinity
  let turn: 'even' | 'odd' = 'odd'
  return (element) => {
    const { moves } = moving()
    const isMove = seen !== undefined && moves > seen
    seen = moves
    const now = nowMs()
    if (!isMove || look['flash'] === 'off' || now - flashedAt < SHORTEST_PAUSE_MS) return
    flashedAt = now
    turn = turn === 'even' ? 'odd' : 'even'
    element.dataset['moved'] = turn
  }
}
