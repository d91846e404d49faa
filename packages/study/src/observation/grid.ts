/** Values that hold until the next one comes, looked at on an even grid of times. */

/** The last value at or before each whole second; not a number where there is none. */
export class SecondGrid {
  private readonly values: Float64Array
  private filled = 0
  private current = NaN

  /** Seconds 0 to `seconds`, both included. */
  constructor(seconds: number) {
    this.values = new Float64Array(seconds + 1)
  }

  /** The value is this from a time in seconds on, not a number if there is none. Times do not go back. */
  set(time: number, value: number): void {
    // whole seconds before this time saw the value before
    this.fillBefore(time)
    this.current = value
  }

  /** All values; the last one holds to the end. */
  finish(): Float64Array {
    this.fillBefore(Infinity)
    return this.values
  }

  private fillBefore(time: number): void {
    const end = Math.min(this.values.length, Math.ceil(time))
    if (end <= this.filled) return
    this.values.fill(this.current, this.filled, end)
    this.filled = end
  }
}

/** The time-weighted mean of a value in each minute; not a number where there was none. */
export class MinuteMeans {
  private readonly sums: Float64Array
  private readonly weights: Float64Array

  constructor(minutes: number) {
    this.sums = new Float64Array(minutes)
    this.weights = new Float64Array(minutes)
  }

  /** The value was this between two times in seconds. */
  add(from: number, to: number, value: number): void {
    for (let start = from; start < to;) {
      const minute = Math.floor(start / 60)
      if (minute >= this.sums.length) return
      const end = Math.min(to, (minute + 1) * 60)
      this.sums[minute] = (this.sums[minute] as number) + (end - start) * value
      this.weights[minute] = (this.weights[minute] as number) + (end - start)
      start = end
    }
  }

  finish(): Float64Array {
    return this.sums.map((sum, i) => sum / (this.weights[i] as number))
  }
}
