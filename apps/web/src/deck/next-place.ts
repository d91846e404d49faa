/** Gaps and markers of a tape as places to go to. */

/** The next place after a time; after the last one the first. Undefined where there is none. */
export function nextPlace(places: readonly number[], time: number): number | undefined {
  return places.find((place) => place > time) ?? places[0]
}
