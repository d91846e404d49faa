/** A long list draws only the lines in sight and a few beyond; all lines are of one height. */

/** What is seen of a list, in pixels: how far it is scrolled, and how high it is. */
export interface Viewport {
  readonly top: number
  readonly height: number
}

/** Lines from `first` to before `end`. */
export interface LineRange {
  readonly first: number
  readonly end: number
}

/** Lines come and go so many at a time, so that not every pixel of scrolling changes what is drawn. */
const STEP = 4

/** The lines to draw of `count`. */
export function linesToDraw(viewport: Viewport, lineHeight: number, count: number): LineRange {
  if (lineHeight <= 0) return { first: 0, end: 0 }
  const first = Math.floor(viewport.top / lineHeight / STEP) * STEP - STEP
  const end = Math.ceil((viewport.top + viewport.height) / lineHeight / STEP) * STEP + STEP
  const within = (line: number): number => Math.min(count, Math.max(0, line))
  return { first: within(first), end: within(end) }
}

/** The items from `first` to before `end` with their places, and the one that holds the focus, wherever it stands. */
export function itemsToDraw<Item>(
  items: readonly Item[],
  { first, end }: LineRange,
  focusable: number,
): readonly { readonly item: Item; readonly index: number }[] {
  const inSight = items.slice(first, end).map((item, at) => ({ item, index: first + at }))
  const focused = items[focusable]
  if (focused === undefined || (focusable >= first && focusable < end)) return inSight
  return [...inSight, { item: focused, index: focusable }]
}

/** How far to scroll so that a line is wholly seen; where it is already, no further. */
export function scrollToLine(line: number, viewport: Viewport, lineHeight: number): number {
  const top = line * lineHeight
  if (top < viewport.top) return top
  return Math.max(viewport.top, top + lineHeight - viewport.height)
}
