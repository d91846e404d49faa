/** What somebody who has shown who they are may do: which symbols they see, whether they may change something, and until when. */

export interface Grant {
  /** Whether a symbol may be seen. */
  readonly allows: (symbol: string) => boolean
  /** Whether it is the right to change something, as the server's token is. */
  readonly mayControl: boolean
  /** Unix microseconds; null where it does not end. */
  readonly expiresAt: number | null
}

/** What everybody may on a server that asks nobody: to look at everything. */
export const OPEN: Grant = { allows: () => true, mayControl: false, expiresAt: null }
/** What whoever has the server's token may. */
export const ALL: Grant = { ...OPEN, mayControl: true }

/** Matches symbols by names, and by patterns in which `*` stands for any text. */
export function symbolMatcher(patterns: readonly string[]): (symbol: string) => boolean {
  const names = new Set(patterns.filter((pattern) => !pattern.includes('*')))
  const wild = patterns.filter((pattern) => pattern.includes('*')).map((pattern) => pattern.split('*'))
  return (symbol) => names.has(symbol) || wild.some((parts) => hasParts(symbol, parts))
}

/** Whether a text begins with the first part, ends with the last, and has the others between, in their order. Needs no going back. */
function hasParts(text: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? ''
  const last = parts.at(-1) ?? ''
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
  const end = text.length - last.length
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}
