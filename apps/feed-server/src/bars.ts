/** Answers history: bars of one symbol and interval, by socket and by HTTP alike. */

import {
  barOf,
  DEFAULT_HISTORY_BARS,
  INTERVALS,
  isInterval,
  TapedeckError,
  type HistoryAnswer,
  type Limits,
} from '@tapedeck/protocol'
import type { HistoryInput } from '@tapedeck/protocol/schemas'
import type { VisibleDecks } from './decks/decks.ts'
import { findInstrument } from './subscriptions.ts'

/** Reads the bars. Rejects with `UNKNOWN_DECK`, `UNKNOWN_SYMBOL`, `NOT_ENTITLED`, `UNKNOWN_INTERVAL` or `BAD_MESSAGE`. */
export async function readBars(
  decks: VisibleDecks,
  limits: Limits,
  asked: HistoryInput,
): Promise<Extract<HistoryAnswer, { ok: true }>> {
  const deck = decks.find(asked.deck)
  const instrument = findInstrument(decks, deck, asked.symbol)
  const { interval } = asked
  if (!isInterval(interval)) {
    throw new TapedeckError(
      'UNKNOWN_INTERVAL',
      `interval ${JSON.stringify(interval.slice(0, 40))} is not one of ${INTERVALS.join(', ')}`,
      {
        interval,
      },
    )
  }
  const limit = asked.limit ?? DEFAULT_HISTORY_BARS
  if (limit > limits.maxHistoryBars) {
    throw new TapedeckError(
      'BAD_MESSAGE',
      `limit ${limit} is above ${limits.maxHistoryBars}; ask for an earlier part with "to"`,
      {
        limit,
        max: limits.maxHistoryBars,
      },
    )
  }
  const answer = await deck.bars(instrument.id, interval, { from: asked.from, to: asked.to, limit })
  const origin = deck.name === 'live' ? {} : { deck: deck.name }
  return {
    ok: true,
    epoch: deck.header.epoch,
    // read now: the deck may have been moved meanwhile
    take: deck.take,
    seq: answer.seq,
    bars: answer.bars.map((bar) => ({ ...barOf(bar, instrument), ...origin })),
    hasMore: answer.hasMore,
  }
}
