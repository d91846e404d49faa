/** The flash of a price that moved: a tint that fades, at most two a second; where motion is not wanted, a still arrow; nothing, where that is chosen. */

import type { Attachment } from 'svelte/attachments'
import { every, nowMs } from '../feed/clock.ts'
import './flash.css'

/** What a flash needs to know of a price. */
export interface Moving {
  /** Grows by one with every move that deserves a flash. */
  readonly moves: number
}

/** Photosensitivity: WCAG 2.3.1 allows three flashes a second. */
const SHORTEST_PAUSE_MS = 500
/** flash.css says what is seen in each. */
const STEPS = 7
const STEP_MS = 140

/** The page says there what was chosen. */
const look = document.documentElement.dataset

/** The step of each element that flashes; one timer leads them all. */
const flashing = new Map<HTMLElement, number>()
let stop: (() => void) | undefined

/** Has the element's `::before` tinted by its `--flash`, or its `.moved` child shown, for a second. */
export function flashOnMove(moving: () => Moving): Attachment<HTMLElement> {
  let seen: number | undefined
  let flashedAt = -Infinity
  return (element) => {
    const { moves } = moving()
    const isMove = seen !== undefined && moves > seen
    seen = moves
    const now = nowMs()
    if (!isMove || look['flash'] === 'off' || now - flashedAt < SHORTEST_PAUSE_MS) return
    flashedAt = now
    show(element, 1)
    stop ??= every(STEP_MS, nextSteps)
  }
}

function nextSteps(): void {
  for (const [element, step] of flashing) show(element, step + 1)
  if (flashing.size > 0) return
  stop?.()
  stop = undefined
}

function show(element: HTMLElement, step: number): void {
  if (step <= STEPS && element.isConnected) {
    flashing.set(element, step)
    element.dataset['moved'] = String(step)
  } else {
    flashing.delete(element)
    delete element.dataset['moved']
  }
}
