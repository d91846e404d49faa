/** The markers of the tape that the page plays. */

import type { DeckStatus, TapeActivity } from '@tapedeck/protocol'

/** Those of live stand on the tape of its last hours, which the deck itself does not play. */
export function markersOf(
  deck: Pick<DeckStatus, 'markers'> | undefined,
  activity: Pick<TapeActivity, 'markers'> | undefined,
  isLive: boolean,
): DeckStatus['markers'] {
  return (isLive ? activity?.markers : deck?.markers) ?? []
}
