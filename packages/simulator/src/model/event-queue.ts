/** Which row comes next: a binary heap on (time, instrument id), which is a total order, so that every engine takes the same. */

export class EventQueue {
  /** Times and ids of rows, side by side, and the heap of rows. */
  private readonly times: Float64Array
  private readonly ids: Float64Array
  private readonly heap: Int32Array
  private size = 0

  constructor(rows: number) {
    this.times = new Float64Array(rows)
    this.ids = new Float64Array(rows)
    this.heap = new Int32Array(rows)
  }

  /** Time of the first row, Infinity where there is none. */
  get time(): number {
    return this.size === 0 ? Infinity : (this.times[this.heap[0] as number] as number)
  }

  /** The first row. */
  get row(): number {
    return this.heap[0] as number
  }

  /** A row more, which is the next number. Call `rebuild` afterwards. */
  add(id: number): void {
    this.ids[this.size] = id
    this.heap[this.size] = this.size
    this.size++
  }

  /** Takes the times of all rows anew. */
  rebuild(timeOf: (row: number) => number): void {
    for (let row = 0; row < this.size; row++) this.times[row] = timeOf(row)
    for (let slot = (this.size >> 1) - 1; slot >= 0; slot--) this.sink(slot)
  }

  /** The first row comes next at a later time. */
  moveFirst(time: number): void {
    this.times[this.heap[0] as number] = time
    this.sink(0)
  }

  private sink(from: number): void {
    const { heap, size } = this
    const moving = heap[from] as number
    let slot = from
    for (;;) {
      let child = 2 * slot + 1
      if (child >= size) break
      if (child + 1 < size && this.isBefore(heap[child + 1] as number, heap[child] as number)) child++
      const candidate = heap[child] as number
      if (!this.isBefore(candidate, moving)) break
      heap[slot] = candidate
      slot = child
    }
    heap[slot] = moving
  }

  private isBefore(one: number, other: number): boolean {
    const difference = (this.times[one] as number) - (this.times[other] as number)
    return difference !== 0 ? difference < 0 : (this.ids[one] as number) < (this.ids[other] as number)
  }
}
