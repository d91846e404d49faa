/** Series that grow as events come: typed arrays, so that millions of numbers take eight bytes each, or one. */

const FIRST_LENGTH = 1_024

/** Numbers in the order in which they were added. */
export class Growing<Numbers extends Float64Array | Int8Array> {
  /** How many there are. */
  length = 0
  private numbers: Numbers
  private readonly make: (length: number) => Numbers

  /** `make` makes the array of numbers that is wanted. */
  constructor(make: (length: number) => Numbers) {
    this.make = make
    this.numbers = make(FIRST_LENGTH)
  }

  add(x: number): void {
    if (this.length === this.numbers.length) this.grow()
    this.numbers[this.length++] = x
  }

  /** Adds to the last number. There must be one. */
  addToLast(x: number): void {
    this.numbers[this.length - 1] = (this.numbers[this.length - 1] as number) + x
  }

  /** All numbers so far, without a copy. */
  view(): Numbers {
    return this.numbers.subarray(0, this.length) as Numbers
  }

  private grow(): void {
    const larger = this.make(this.numbers.length * 2)
    larger.set(this.numbers)
    this.numbers = larger
  }
}

export const growingDoubles = (): Growing<Float64Array> => new Growing((length) => new Float64Array(length))
export const growingSigns = (): Growing<Int8Array> => new Growing((length) => new Int8Array(length))
