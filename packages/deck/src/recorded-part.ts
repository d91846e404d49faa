/** A part of a deck's events, with a market of its own: its keyframes and bars hold nothing that is not on its tape. */

import { createMarket } from '@tapedeck/market'
import { NUMBERED_IN, TapedeckError, type BarState, type SourceChannel, type SourceEvent } from '@tapedeck/protocol'
import type { Deck } from './deck-face.ts'
import { decodeState, encodeState } from './saved-state.ts'

/** What is chosen; what is not given is all. */
export interface PartOptions {
  /** Symbols, by the instruments that have them now or enter under them. */
  readonly symbols?: readonly string[] | undefined
  /** Kinds of source events. Those of chosen instruments themselves are never left out. */
  readonly channels?: readonly SourceChannel[] | undefined
}

/** The ids and channels of a part, as a deck stands. Throws `UNKNOWN_SYMBOL` for a symbol that the deck does not have. */
export function selectionOf(
  deck: Deck,
  { symbols, channels }: PartOptions,
): { readonly instruments: Set<number> | undefined; readonly channels: ReadonlySet<SourceChannel> | undefined } {
  return {
    instruments: symbols === undefined ? undefined : new Set(symbols.map((symbol) => idOf(deck, symbol))),
    channels: channels === undefined ? undefined : new Set(channels),
  }
}

/** The state of a part goes on with the events that are handed to `take`. */
export interface RecordedPart {
  /** Whether an event belongs to it; folds it then. */
  take(event: SourceEvent): boolean
  /** Of the deck and its part after the last event. */
  save(): Uint8Array
}

/** Begins a part where the deck stands. */
export function createPart(deck: Deck, options: PartOptions, barClosed: (bar: BarState) => void): RecordedPart {
  const { instruments, channels } = selectionOf(deck, options)
  const symbols = options.symbols === undefined ? undefined : new Set(options.symbols)
  const { numbers, market: state } = decodeState(deck.save({ instruments, channels }))
  const market = createMarket([], {}, { barClosed })
  market.load(state)

  const isChosen = (event: SourceEvent): boolean => {
    if (event.type === 'instrument') {
      if (instruments === undefined) return true
      if (event.action === 'enter' && symbols?.has(event.instrument.symbol) === true)
        instruments.add(event.instrumentId)
      return instruments.has(event.instrumentId)
    }
    if (channels !== undefined && !channels.has(NUMBERED_IN[event.type])) return false
    const id = 'instrumentId' in event ? event.instrumentId : null
    return id === null || instruments === undefined || instruments.has(id)
  }
  return {
    take(event) {
      if (!isChosen(event)) return false
      market.apply(event)
      return true
    },
    save: () => encodeState({ numbers, market: market.save() }),
  }
}

function idOf(deck: Deck, symbol: string): number {
  const found = deck.market.instrumentOf(symbol)
  if (found !== undefined) return found.id
  throw new TapedeckError(
    'UNKNOWN_SYMBOL',
    `deck ${deck.name} has no symbol ${JSON.stringify(symbol.slice(0, 40))}; ask for its instruments to see those that it has`,
    { symbol, deck: deck.name },
  )
}
