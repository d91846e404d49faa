/** Order by hand. */

/** The items with one of them taken to another place: before what stands at `to` now, or behind it where it comes from before. */
export function moved<Item>(items: readonly Item[], item: Item, to: number): readonly Item[] {
  const from = items.indexOf(item)
  const target = Math.min(items.length - 1, Math.max(0, to))
  if (from === -1 || from === target) return items
  const rest = items.filter((each) => each !== item)
  return [...rest.slice(0, target), item, ...rest.slice(target)]
}
