/** Levels of a book as a cursor shows them: columns of plain doubles, used again for each event. */

import type { BookLevel } from '../events.ts'
import type { ScaledPrice, ScaledSize } from '../units.ts'
import { corruptBytes, type ByteReader } from './byte-reader.ts'
import { MAX_LEVELS } from './record-layout.ts'

const FIRST_LEVELS = 64

export class Levels {
  count = 0
  prices: Float64Array = new Float64Array(FIRST_LEVELS)
  sizes: Float64Array = new Float64Array(FIRST_LEVELS)
  /** NaN where the venue does not tell it. */
  orderCounts: Float64Array = new Float64Array(FIRST_LEVELS)

  /** Reads so many; each price is a difference to the one before it at `place`. */
  read(reader: ByteReader, count: number, counted: boolean, place: number, rows: Float64Array): void {
    if (count > MAX_LEVELS) throw corruptBytes(`holds a book of ${count} levels a side`)
    if (count > this.prices.length) this.#grow(count)
    this.count = count
    let price = rows[place] as number
    for (let index = 0; index < count; index++) {
      price += reader.int()
      this.prices[index] = price
      this.sizes[index] = reader.int()
      this.orderCounts[index] = counted ? reader.int() : NaN
    }
    rows[place] = price
  }

  toLevels(): BookLevel[] {
    const levels: BookLevel[] = []
    for (let index = 0; index < this.count; index++) {
      const price = this.prices[index] as ScaledPrice
      const size = this.sizes[index] as ScaledSize
      const orderCount = this.orderCounts[index] as number
      levels.push(Number.isNaN(orderCount) ? { price, size } : { price, size, orderCount })
    }
    return levels
  }

  #grow(count: number): void {
    this.prices = new Float64Array(count)
    this.sizes = new Float64Array(count)
    this.orderCounts = new Float64Array(count)
  }
}
