/** What a client asks to join, checked against the decks and their instruments before anything takes effect. */

import type { Deck } from '@tapedeck/deck'
import {
  instrumentInfoOf,
  isChannel,
  TapedeckError,
  type Channel,
  type ErrorBody,
  type Instrument,
  type InstrumentInfo,
  type Limits,
} from '@tapedeck/protocol'
import type { SelectionInput } from '@tapedeck/protocol/schemas'
import type { VisibleDecks } from './decks/decks.ts'

/** A checked selection: every instrument and channel exists. */
export interface Selection {
  readonly deck: Deck
  readonly instruments: readonly Instrument[]
  readonly channels: readonly Channel[]
}

export interface Problem extends ErrorBody {
  readonly symbol?: string
  readonly channel?: string
}

/** Problems listed in one refusal; the rest are counted. */
const MOST_PROBLEMS = 20

/** Throws `LIMIT_SUBSCRIPTIONS` where those that a client holds and those that it asks for are too many. */
export function checkCount(held: number, added: number, limits: Pick<Limits, 'maxSubscriptionsPerClient'>): void {
  const max = limits.maxSubscriptionsPerClient
  if (held + added <= max) return
  throw new TapedeckError(
    'LIMIT_SUBSCRIPTIONS',
    `${held} subscriptions and ${added} more pass the limit of ${max}; unsubscribe something or ask less`,
    { held, added, max },
  )
}

/** Finds an instrument that the asker may see. Throws `UNKNOWN_SYMBOL` or `NOT_ENTITLED`. */
export function findInstrument(decks: VisibleDecks, deck: Deck, symbol: string): Instrument {
  // first, so that nobody learns what else there is
  if (!decks.allows(symbol)) {
    throw new TapedeckError('NOT_ENTITLED', `the JWT does not cover symbol ${quoted(symbol)}`, { symbol })
  }
  const instrument = deck.market.instrumentOf(symbol)
  if (instrument === undefined) {
    const known = deck.market.instruments().length
    throw new TapedeckError(
      'UNKNOWN_SYMBOL',
      `symbol ${quoted(symbol)} is not in the instrument table of deck ${deck.name} (known: ${known}; see /api/instruments)`,
      { symbol, deck: deck.name },
    )
  }
  return instrument
}

/** The instrument table of a deck, as far as the asker may see it. */
export function instrumentsOf(decks: VisibleDecks, deck: Deck): readonly InstrumentInfo[] {
  return deck.market
    .instruments()
    .filter(({ symbol }) => decks.allows(symbol))
    .map(instrumentInfoOf)
}

/**
 * Checks a selection as a whole. One bad item refuses it with that item's code; several with `BAD_SUBSCRIPTION`, and
 * `details.problems` lists every one.
 */
export function checkSelection(decks: VisibleDecks, asked: SelectionInput): Selection {
  const deck = decks.find(asked.deck)
  const problems: Problem[] = []
  const instruments = new Set<Instrument>()
  for (const symbol of new Set(asked.symbols)) {
    try {
      instruments.add(findInstrument(decks, deck, symbol))
    } catch (thrown) {
      if (!(thrown instanceof TapedeckError)) throw thrown
      problems.push({ ...thrown.toBody(), symbol })
    }
  }
  const channels = new Set<Channel>()
  for (const channel of new Set(asked.channels)) {
    if (isChannel(channel)) channels.add(channel)
    else {
      problems.push({
        code: 'UNKNOWN_CHANNEL',
        message: `channel ${quoted(channel)} is not one of quote, trade, stats, status, book:5, book:10, book:20, bar:<interval> with an interval from 1s to 1d`,
        channel,
      })
    }
  }
  const [first, ...others] = problems
  if (first !== undefined) {
    const details = { problems: problems.slice(0, MOST_PROBLEMS), count: problems.length }
    if (others.length === 0) throw new TapedeckError(first.code, first.message, { ...first.details, ...details })
    throw new TapedeckError(
      'BAD_SUBSCRIPTION',
      `${problems.length} items are not known, the first: ${first.message}; nothing of the request took effect`,
      details,
    )
  }
  return { deck, instruments: [...instruments], channels: [...channels] }
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text)
}
