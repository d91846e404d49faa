/** Puts (symbol, channel) pairs into as few requests as have room for them. */

import type { Channel } from '@tapedeck/protocol'

export interface PairName {
  readonly symbol: string
  readonly channel: Channel
}

/** A request's symbols and channels, and the pairs that it stands for: exactly every combination. */
export interface SelectionOf<Pair extends PairName> {
  readonly symbols: readonly string[]
  readonly channels: readonly Channel[]
  readonly pairs: readonly Pair[]
}

/** A server takes messages of 16 kB by default; a quarter is left for the frame and for limits set lower. */
const MOST_BYTES = 12_000
/** Keeps the snapshots of one answer to a size that neither side notices. */
const MOST_PAIRS = 200
/** `{"symbols":[],"channels":[],"deck":""}`, and a deck's name of 64 characters, escaped. */
const FRAME_BYTES = 500

/** Groups symbols of equal channels, and cuts each group so that a message stays small. No pair may come twice. */
export function selectionsOf<Pair extends PairName>(pairs: Iterable<Pair>): SelectionOf<Pair>[] {
  const selections: SelectionOf<Pair>[] = []
  for (const { channels, ofSymbols } of groupByChannels(pairs)) {
    const channelBytes = channels.reduce((bytes, channel) => bytes + channel.length + 3, FRAME_BYTES)
    let symbols: string[] = []
    let taken: Pair[] = []
    let bytes = channelBytes
    const cut = (): void => {
      if (symbols.length > 0) selections.push({ symbols, channels, pairs: taken })
      symbols = []
      taken = []
      bytes = channelBytes
    }
    for (const ofSymbol of ofSymbols) {
      const symbol = ofSymbol[0]?.symbol ?? ''
      // symbols are ASCII: one byte a character, two quotes and a comma
      if (bytes + symbol.length + 3 > MOST_BYTES || taken.length + ofSymbol.length > MOST_PAIRS) cut()
      symbols.push(symbol)
      taken.push(...ofSymbol)
      bytes += symbol.length + 3
    }
    cut()
  }
  return selections
}

interface Group<Pair> {
  readonly channels: readonly Channel[]
  /** The pairs of each symbol. */
  readonly ofSymbols: Pair[][]
}

function groupByChannels<Pair extends PairName>(pairs: Iterable<Pair>): Iterable<Group<Pair>> {
  const bySymbol = new Map<string, Pair[]>()
  for (const pair of pairs) {
    const ofSymbol = bySymbol.get(pair.symbol)
    if (ofSymbol === undefined) bySymbol.set(pair.symbol, [pair])
    else ofSymbol.push(pair)
  }
  const groups = new Map<string, Group<Pair>>()
  for (const ofSymbol of bySymbol.values()) {
    const channels = ofSymbol.map((pair) => pair.channel).sort()
    const key = channels.join()
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { channels, ofSymbols: [ofSymbol] })
    else group.ofSymbols.push(ofSymbol)
  }
  return groups.values()
}
