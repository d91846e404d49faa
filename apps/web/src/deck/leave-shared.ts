/** What becomes of a shared deck that its driver leaves. */

import type { DeckHandle } from '@tapedeck/client'
import type { DeckStatus } from '@tapedeck/protocol'

/** The member that came first drives it from now on; where nobody else is in it, it is closed. */
export function leaveShared(source: DeckHandle, { members = [] }: DeckStatus, ownId: string): void {
  const heir = members.find((id) => id !== ownId)
  const left = heir === undefined ? source.close() : source.handOver(heir)
  left.catch(() => undefined)
}
