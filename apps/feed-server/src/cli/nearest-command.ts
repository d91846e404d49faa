/** Which command somebody may have meant who mistyped it. */

import type { Command } from './command.ts'

const MOST_EDITS = 2

/** The name that is the fewest edits away, if they are few. */
export function nearestCommand(name: string, commands: readonly Command[]): string | undefined {
  const ranked = commands
    .map((command) => ({ name: command.name, edits: editsBetween(name, command.name) }))
    .sort((one, other) => one.edits - other.edits)
  const [best] = ranked
  return best !== undefined && best.edits <= MOST_EDITS ? best.name : undefined
}

/** Levenshtein's distance. */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let at = 1; at <= one.length; at++) {
    const next = [at]
    for (let place = 1; place <= other.length; place++) {
      const replaced = (row[place - 1] ?? 0) + (one[at - 1] === other[place - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[place] ?? 0) + 1, (next[place - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[other.length] ?? 0
}
