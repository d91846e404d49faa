/** The state of a (symbol, channel) as whoever joins gets it. */

import { snapshotOf } from '@tapedeck/deck'
import type { Limits, Recovery, Resume, Snapshot } from '@tapedeck/protocol'
import type { Publisher } from './publisher.ts'
import type { Selection } from './subscriptions.ts'

/** What answers a subscription: a snapshot of each pair, and where it is to be resumed what was missed. */
export function snapshotsFor(
  { deck, instruments, channels }: Selection,
  limits: Pick<Limits, 'snapshotTrades'>,
  resume: Resume | undefined,
  missedSince: Publisher['missedSince'],
): Snapshot[] {
  return instruments.flatMap((instrument) =>
    channels.map((channel): Snapshot => {
      const snapshot = snapshotOf(deck, instrument, channel, limits.snapshotTrades)
      const seq = resume?.seqs[`${channel}/${instrument.symbol}`]
      if (resume === undefined || seq === undefined || (channel !== 'trade' && channel !== 'status')) return snapshot
      const recovery = recoveryOf()
      // who has heard everything has the trades before it as well: on a slow line they are most of what would be sent
      if (recovery.state === 'recovered' && channel === 'trade') return { ...snapshot, channel, data: [], recovery }
      return { ...snapshot, recovery }

      function recoveryOf(): Recovery {
        if (resume?.epoch !== deck.header.epoch || resume.take !== deck.take) return { state: 'reset' }
        const from = seq ?? 0
        // a number that was never given cannot have been heard
        const missed = from > snapshot.seq ? undefined : missedSince(channel as 'trade' | 'status', instrument, from)
        if (missed !== undefined) return { state: 'recovered', missed }
        return { state: 'snapshot', lost: Math.max(0, snapshot.seq - from) }
      }
    }),
  )
}
