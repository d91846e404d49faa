/** Who is in a shared deck, as the page lists them. */

import type { DeckStatus } from '@tapedeck/protocol'

export interface Member {
  readonly id: string
  readonly isOwn: boolean
  readonly isDriver: boolean
}

/** The driver first, also one that looks at nothing of it, then the others in the order in which they came. */
export function membersOf(
  deck: Pick<DeckStatus, 'driver' | 'members'> | undefined,
  ownId: string | undefined,
): readonly Member[] {
  const { driver = null, members = [] } = deck ?? {}
  const others = members.filter((id) => id !== driver)
  return [...(driver === null ? [] : [driver]), ...others].map((id) => ({
    id,
    isOwn: id === ownId,
    isDriver: id === driver,
  }))
}
