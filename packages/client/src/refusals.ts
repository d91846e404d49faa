/** Reads from a refused join which of its (symbol, channel) pairs are to blame, and whether to try the same again. */

import type { ErrorCode, Notice, TapedeckError } from '@tapedeck/protocol'
import { isErrorBody } from './requests.ts'
import type { PairName } from './selections.ts'

/** One pair and why it was refused. */
export interface RefusedPair<Pair extends PairName> {
  readonly pair: Pair
  readonly notice: Notice
}

/** Refusals that time mends: the same request may be granted a moment later. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['LIMIT_RATE', 'NOT_READY', 'TIMEOUT'])

export function isPassing(error: TapedeckError): boolean {
  return PASSING.has(error.code)
}

/** The pairs that `details.problems` names, by symbol, by channel, or by both; none where the request as a whole is refused. */
export function refusedPairs<Pair extends PairName>(pairs: readonly Pair[], error: TapedeckError): RefusedPair<Pair>[] {
  const { problems } = error.details
  const notices = Array.isArray(problems) ? problems.filter(isErrorBody) : []
  return pairs.flatMap((pair) => {
    const notice = notices.find((problem) => concerns(problem, pair))
    return notice === undefined ? [] : [{ pair, notice }]
  })
}

function concerns(
  problem: Notice & { readonly symbol?: unknown; readonly channel?: unknown },
  pair: PairName,
): boolean {
  const { symbol, channel } = problem
  if (symbol === undefined && channel === undefined) return false
  return (symbol === undefined || symbol === pair.symbol) && (channel === undefined || channel === pair.channel)
}
