/** Clicks on the price scale: one is for an alert there. Two at once, and dragging, are the chart's own: they set the scale. */

import { after } from '../../feed/clock.ts'

/** So long a second click may take to come. */
const DOUBLE_CLICK_MS = 300
/** A pointer that moves farther drags, in pixels. */
const STILL = 3

/** Calls `onclick` with the height of each single click in a place that `isOnScale`; places are in pixels of the element. */
export function hearScaleClicks(
  element: HTMLElement,
  isOnScale: (x: number, y: number) => boolean,
  onclick: (y: number) => void,
): void {
  let pressed: { readonly x: number; readonly y: number } | undefined
  let forget = (): void => undefined
  element.addEventListener(
    'pointerdown',
    (event) => {
      pressed = event.button === 0 ? placeOf(event, element) : undefined
    },
    { capture: true },
  )
  element.addEventListener('click', (event) => {
    const { x, y } = placeOf(event, element)
    const isStill = pressed !== undefined && Math.hypot(x - pressed.x, y - pressed.y) <= STILL
    pressed = undefined
    forget()
    if (isStill && event.detail === 1 && isOnScale(x, y)) forget = after(DOUBLE_CLICK_MS, () => onclick(y))
  })
}

function placeOf(event: MouseEvent, element: HTMLElement): { readonly x: number; readonly y: number } {
  const { left, top } = element.getBoundingClientRect()
  return { x: event.clientX - left, y: event.clientY - top }
}
