/** Which of the known words somebody may have meant. */

/** A word that differs in more than this share of its letters was not meant. */
const MOST_DIFFERENT = 0.5
/** Nor was a longer one. */
const LONGEST = 64

/** The known word that is nearest to a written one, whatever their case; undefined where none is near. */
export function nearest(written: string, known: Iterable<string>): string | undefined {
  if (written.length > LONGEST) return undefined
  let best: string | undefined
  let least = Infinity
  for (const word of known) {
    const distance = distanceBetween(written.toLowerCase(), word.toLowerCase())
    if (distance < least && distance <= MOST_DIFFERENT * Math.max(written.length, word.length)) {
      best = word
      least = distance
    }
  }
  return best
}

/** `; did you mean "change"?`, or nothing where no known word is near. */
export function hint(written: string, known: Iterable<string>): string {
  const meant = nearest(written, known)
  return meant === undefined ? '' : `; did you mean ${JSON.stringify(meant)}?`
}

/** Letters to insert, delete or replace, or neighbours to swap (optimal string alignment, a form of Damerau-Levenshtein). */
function distanceBetween(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, j) => j)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one.charAt(i - 1) === other.charAt(j - 1)
      const swapped = one.charAt(i - 1) === other.charAt(j - 2) && one.charAt(i - 2) === other.charAt(j - 1)
      const steps = [at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1)]
      if (i > 1 && j > 1 && swapped) steps.push(at(beforeLast, j - 2) + 1)
      row.push(Math.min(...steps))
    }
    beforeLast = last
    last = row
  }
  return at(last, other.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity
}
