/** Where a client stood before it lost its connection, as a request tells it. */

import type { Resume } from '@tapedeck/protocol'
import type { Pair } from './pair.ts'

/** A quarter of what a message may have by default; beyond it the oldest way back is a fresh snapshot. */
const MOST_RESUMED = 100

/** Where the pairs stood that were heard before the connection was lost. */
export function resumeOf(pairs: readonly Pair[]): Resume | undefined {
  const [first] = pairs.flatMap(({ resume }) => (resume === undefined ? [] : [resume.numbering]))
  if (first === undefined) return undefined
  const { epoch, take } = first
  const standing = pairs.flatMap(({ channel, symbol, resume }) =>
    resume?.numbering.epoch === epoch && resume.numbering.take === take
      ? [[`${channel}/${symbol}`, resume.seq] as const]
      : [],
  )
  return { epoch, take, seqs: Object.fromEntries(standing.slice(0, MOST_RESUMED)) }
}
