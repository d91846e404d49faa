/** Which row of a list, or tile of many, a key leads to. */

/** The index that `key` leads to from `from`, or undefined where it leads nowhere. */
export function rowAfterKey(key: string, from: number, count: number, pageRows: number): number | undefined {
  if (count === 0) return undefined
  const within = (index: number): number => Math.min(count - 1, Math.max(0, index))
  switch (key) {
    case 'ArrowDown':
      return within(from + 1)
    case 'ArrowUp':
      return within(from - 1)
    case 'PageDown':
      return within(from + pageRows)
    case 'PageUp':
      return within(from - pageRows)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}

/** The same of tiles, of which `perLine` stand side by side. */
export function tileAfterKey(
  key: string,
  from: number,
  count: number,
  perLine: number,
  pageLines: number,
): number | undefined {
  if (key === 'ArrowLeft') return rowAfterKey('ArrowUp', from, count, 1)
  if (key === 'ArrowRight') return rowAfterKey('ArrowDown', from, count, 1)
  const by = STEPS[key]
  if (by === undefined) return rowAfterKey(key, from, count, 1)
  const to = from + by * perLine * (key.startsWith('Page') ? pageLines : 1)
  // upwards and downwards a column is kept
  return to < 0 || to >= count ? undefined : to
}

const STEPS: Readonly<Record<string, number | undefined>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 1, PageUp: -1 }
