/** Dragging a row by its handle: which line the pointer stands over, and scrolling on at the edges. */

import type { ScrollView } from './scroll-view.svelte.ts'

/** What hears of a drag. */
export interface RowDragListener {
  /** The pointer stands over this line of the list. */
  over(line: number): void
  /** It was let go there, or the drag was given up. */
  ended(isDropped: boolean): void
}

/** So near to an edge, in pixels, the list scrolls on. */
const EDGE = 28
const SCROLL_STEP = 18

/** Begins with the press on the handle of a row; `body` is the element of all lines. */
export function dragRow(event: PointerEvent, body: HTMLElement, scroll: ScrollView, listener: RowDragListener): void {
  event.preventDefault()
  event.stopPropagation()
  const life = new AbortController()
  const { signal } = life
  const end = (isDropped: boolean): void => {
    life.abort()
    listener.ended(isDropped)
  }
  const move = ({ clientY }: PointerEvent): void => {
    const { top, height } = scroll.viewport
    const y = clientY - body.getBoundingClientRect().top
    if (y < top + EDGE) scroll.scrollTo(Math.max(0, top - SCROLL_STEP))
    else if (y > top + height - EDGE) scroll.scrollTo(top + SCROLL_STEP)
    listener.over(Math.floor(y / scroll.lineHeight))
  }
  addEventListener('pointermove', move, { signal })
  addEventListener('pointerup', () => end(true), { signal })
  addEventListener('pointercancel', () => end(false), { signal })
  const hearKey = (key: KeyboardEvent): void => {
    if (key.key !== 'Escape') return
    key.stopPropagation()
    end(false)
  }
  addEventListener('keydown', hearKey, { signal, capture: true })
}
