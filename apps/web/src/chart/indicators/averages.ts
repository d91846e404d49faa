/** Moving averages of a series of numbers, one after the other. */

/** Like a Calculation, of plain numbers. */
export interface Average {
  at(value: number): number | undefined
  accept(value: number): void
}

/** The mean of the last `length` values. */
export function simpleAverage(length: number): Average {
  const window = new Window(length - 1)
  return {
    // summed anew each time: a running sum would drift
    at: (value) => (window.isFull ? (window.sum() + value) / length : undefined),
    accept: (value) => window.push(value),
  }
}

/** An exponential average with the weight `2 / (length + 1)`, begun with the mean of the first `length` values. */
export function exponentialAverage(length: number): Average {
  return weighted(length, 2 / (length + 1))
}

/** Wilder's average: an exponential one with the weight `1 / length`. */
export function wilderAverage(length: number): Average {
  return weighted(length, 1 / length)
}

function weighted(length: number, weight: number): Average {
  const beginning = simpleAverage(length)
  let average: number | undefined
  const at = (value: number): number | undefined =>
    average === undefined ? beginning.at(value) : average + weight * (value - average)
  return {
    at,
    accept(value) {
      average = at(value)
      if (average === undefined) beginning.accept(value)
    },
  }
}

/** The last values, up to a number of them. */
export class Window {
  readonly #size: number
  readonly #values: number[] = []

  constructor(size: number) {
    this.#size = size
  }

  get values(): readonly number[] {
    return this.#values
  }

  get isFull(): boolean {
    return this.#values.length === this.#size
  }

  sum(): number {
    let sum = 0
    for (const value of this.#values) sum += value
    return sum
  }

  push(value: number): void {
    this.#values.push(value)
    if (this.#values.length > this.#size) this.#values.shift()
  }
}
