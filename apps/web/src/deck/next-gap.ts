/** The gaps of a tape as places to go to. */

import type { TapeActivity } from '@tapedeck/protocol'

/** Where the next gap after a time begins; after the last one the first. Undefined where there is none. */
export function nextGap(gaps: TapeActivity['silences'], time: number): number | undefined {
  const [first] = gaps
  return (gaps.find(({ from }) => from > time) ?? first)?.from
}
