/** A book as a client holds it: snapshot and changes put together, and compared with the server's checksum. */

import { bookChecksum, fromDecimal, type Book, type InstrumentInfo } from '@tapedeck/protocol'

export type BookLevels = readonly (readonly [price: number, size: number])[]

export class BookView {
  readonly #instrument: Pick<InstrumentInfo, 'pricePrecision' | 'sizePrecision'>
  readonly #bids = new Map<number, number>()
  readonly #asks = new Map<number, number>()

  constructor(instrument: Pick<InstrumentInfo, 'pricePrecision' | 'sizePrecision'>) {
    this.#instrument = instrument
  }

  /** Best first. */
  get bids(): BookLevels {
    return [...this.#bids].sort(([a], [b]) => b - a)
  }

  get asks(): BookLevels {
    return [...this.#asks].sort(([a], [b]) => a - b)
  }

  /** Takes a snapshot or a change. False where the levels are not the server's then: subscribe again for a fresh snapshot. */
  apply({ action, bids, asks, checksum }: Book): boolean {
    if (action === 'snapshot') {
      this.#bids.clear()
      this.#asks.clear()
    }
    set(this.#bids, bids)
    set(this.#asks, asks)
    return bookChecksum(this.#scaled(this.bids), this.#scaled(this.asks)) === checksum
  }

  #scaled(levels: BookLevels): Parameters<typeof bookChecksum>[0] {
    const { pricePrecision, sizePrecision } = this.#instrument
    type Level = Parameters<typeof bookChecksum>[0][number]
    return levels.map(([price, size]) => ({
      price: fromDecimal(price, pricePrecision) as Level['price'],
      size: fromDecimal(size, sizePrecision) as Level['size'],
    }))
  }
}

function set(side: Map<number, number>, levels: BookLevels): void {
  for (const [price, size] of levels) {
    if (size === 0) side.delete(price)
    else side.set(price, size)
  }
}
