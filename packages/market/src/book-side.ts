/** One side of a book: its levels, best first, in columns of plain doubles that are kept sorted. */

import type { BookLevel, ScaledPrice, ScaledSize } from '@tapedeck/protocol'

const FIRST_LEVELS = 32

export class BookSide {
  count = 0
  /** Prices times {@link #sign}, so that both sides ascend. */
  #keys = new Float64Array(FIRST_LEVELS)
  #sizes = new Float64Array(FIRST_LEVELS)
  /** NaN where the venue does not tell it. */
  #orderCounts = new Float64Array(FIRST_LEVELS)
  /** -1 for bids, where the highest price is best. */
  readonly #sign: 1 | -1

  constructor(sign: 1 | -1) {
    this.#sign = sign
  }

  clear(): void {
    this.count = 0
  }

  /** Sets what rests at a price; 0 removes the level. Hot path: allocates nothing once there is room. */
  set({ price, size, orderCount }: BookLevel): void {
    const key = price * this.#sign
    const place = this.#placeOf(key)
    const found = place < this.count && this.#keys[place] === key
    if (size === 0) {
      if (found) this.#remove(place)
      return
    }
    if (!found) this.#insert(place, key)
    this.#sizes[place] = size
    this.#orderCounts[place] = orderCount ?? NaN
  }

  /** The best levels as data. */
  levels(depth: number): BookLevel[] {
    const levels: BookLevel[] = []
    const end = Math.min(depth, this.count)
    for (let place = 0; place < end; place++) {
      const price = ((this.#keys[place] as number) * this.#sign) as ScaledPrice
      const size = this.#sizes[place] as ScaledSize
      const orderCount = this.#orderCounts[place] as number
      levels.push(Number.isNaN(orderCount) ? { price, size } : { price, size, orderCount })
    }
    return levels
  }

  /** The first place whose key is not before this one. */
  #placeOf(key: number): number {
    const keys = this.#keys
    let from = 0
    let to = this.count
    while (from < to) {
      const middle = (from + to) >>> 1
      if ((keys[middle] as number) < key) from = middle + 1
      else to = middle
    }
    return from
  }

  #remove(place: number): void {
    const { count } = this
    const keys = this.#keys
    const sizes = this.#sizes
    const orderCounts = this.#orderCounts
    // levels are few: moving them by hand is quicker than a call for each column
    for (let next = place + 1; next < count; next++) {
      keys[next - 1] = keys[next] as number
      sizes[next - 1] = sizes[next] as number
      orderCounts[next - 1] = orderCounts[next] as number
    }
    this.count--
  }

  #insert(place: number, key: number): void {
    if (this.count === this.#keys.length) this.#grow()
    const keys = this.#keys
    const sizes = this.#sizes
    const orderCounts = this.#orderCounts
    for (let next = this.count; next > place; next--) {
      keys[next] = keys[next - 1] as number
      sizes[next] = sizes[next - 1] as number
      orderCounts[next] = orderCounts[next - 1] as number
    }
    keys[place] = key
    this.count++
  }

  #grow(): void {
    this.#keys = doubled(this.#keys)
    this.#sizes = doubled(this.#sizes)
    this.#orderCounts = doubled(this.#orderCounts)
  }
}

function doubled(column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(column.length * 2)
  grown.set(column)
  return grown
}
