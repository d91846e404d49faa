/** Finds instruments by what people type: a symbol with or without its separators, or a word of the name. */

/** What is searched of an instrument. */
export interface Named {
  readonly symbol: string
  readonly name: string
}

/**
 * The instruments that match, best first: the symbol itself, one that begins so, one with a part that begins so, a name with a
 * word that begins so, then anything that contains it. Equals keep their order. An empty query matches all.
 */
export function searchInstruments<Item>(
  items: readonly Item[],
  query: string,
  nameOf: (item: Item) => Named,
): readonly Item[] {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return items
  return items
    .map((item) => ({ item, rank: rankOf(nameOf(item), wanted) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}

const NO_MATCH = 5

function rankOf({ symbol, name }: Named, wanted: string): number {
  const spelt = symbol.toLowerCase()
  const bare = withoutSeparators(spelt)
  const bareWanted = withoutSeparators(wanted)
  const lowerName = name.toLowerCase()
  if (bareWanted !== '') {
    if (bare === bareWanted) return 0
    if (bare.startsWith(bareWanted)) return 1
  }
  if (spelt.split(/[^a-z0-9]+/).some((part) => part.startsWith(wanted))) return 2
  if (lowerName.split(/[^\p{L}\p{N}]+/u).some((word) => word !== '' && word.startsWith(wanted))) return 3
  return spelt.includes(wanted) || lowerName.includes(wanted) ? 4 : NO_MATCH
}

function withoutSeparators(text: string): string {
  return text.replaceAll(/[^a-z0-9]/g, '')
}
