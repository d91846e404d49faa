/** Which row comes next: a binary heap on (time, instrument id), which is a total order, so that every engine takes the same. */

export class EventQueue {
  /** The heap: times, and whose they are. What is compared lies side by side. */
  private readonly times: Float64Array
  private readonly heap: Int32Array
  /** By row. */
  private readonly ids: Float64Array
  private size = 0

  constructor(rows: number) {
    this.times = new Float64Array(rows)
    this.heap = new Int32Array(rows)
    this.ids = new Float64Array(rows)
  }

  /** Time of the first row, Infinity where there is none. */
  get time(): number {
    return this.size === 0 ? Infinity : (this.times[0] as number)
  }

  /** The first row. */
  get row(): number {
    return this.heap[0] as number
  }

  /** A row more, which is the next number. Call `rebuild` afterwards. */
  add(id: number): void {
    this.ids[this.size] = id
    this.size++
  }

  /** Takes the times of all rows anew. */
  rebuild(timeOf: (row: number) => number): void {
    for (let row = 0; row < this.size; row++) {
      this.heap[row] = row
      this.times[row] = timeOf(row)
    }
    for (let slot = (this.size >> 1) - 1; slot >= 0; slot--) this.sink(slot)
  }

  /** The first row comes next at a later time. */
  moveFirst(time: number): void {
    this.times[0] = time
    this.sink(0)
  }

  private sink(from: number): void {
    const { heap, times, size } = this
    const row = heap[from] as number
    const time = times[from] as number
    let slot = from
    for (;;) {
      let child = 2 * slot + 1
      if (child >= size) break
      if (child + 1 < size && this.isBefore(child + 1, times[child] as number, heap[child] as number)) child++
      if (!this.isBefore(child, time, row)) break
      heap[slot] = heap[child] as number
      times[slot] = times[child] as number
      slot = child
    }
    heap[slot] = row
    times[slot] = time
  }

  /** Whether what is at a slot comes before a row at a time. */
  private isBefore(slot: number, time: number, row: number): boolean {
    const difference = (this.times[slot] as number) - time
    return difference !== 0
      ? difference < 0
      : (this.ids[this.heap[slot] as number] as number) < (this.ids[row] as number)
  }
}
