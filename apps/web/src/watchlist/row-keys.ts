/** Which row of a list a key leads to. */

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
