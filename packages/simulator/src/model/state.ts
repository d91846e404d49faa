/**
 * The memory of the model: flat arrays with a row for each instrument. What is used together lies together, so that an event
 * touches few cache lines, and the whole can be saved and loaded without knowing what it means.
 */

import { TapedeckError } from '@tapedeck/protocol'

/** Arrays as text: 8 or 16 hexadecimal digits a number, so that every bit comes back. */
export type SavedState = Readonly<Record<string, string>>

export class State {
  /** Rows there is room for. */
  readonly rows: number
  private readonly arrays = new Map<string, Float64Array | Int32Array>()

  constructor(rows: number) {
    this.rows = rows
  }

  /** A new array of doubles, `width` for each row, all 0. */
  doubles(name: string, width: number): Float64Array {
    return this.keep(name, new Float64Array(this.rows * width))
  }

  /** A new array of 32-bit integers. */
  integers(name: string, width: number): Int32Array {
    return this.keep(name, new Int32Array(this.rows * width))
  }

  /** Bytes that all arrays take for one row. */
  get bytesPerRow(): number {
    let bytes = 0
    for (const array of this.arrays.values()) bytes += array.byteLength
    return bytes / this.rows
  }

  save(): SavedState {
    return Object.fromEntries([...this.arrays].map(([name, array]) => [name, hexOf(array)]))
  }

  /** Throws `BAD_CHECKPOINT` where an array is missing or has another length. */
  load(saved: SavedState): void {
    for (const [name, array] of this.arrays) {
      const hex = saved[name]
      if (hex?.length !== array.byteLength * 2 || !/^[0-9a-f]*$/.test(hex)) {
        throw new TapedeckError('BAD_CHECKPOINT', `the checkpoint's state ${name} is missing or damaged`, { name })
      }
      fill(array, hex)
    }
  }

  private keep<Kept extends Float64Array | Int32Array>(name: string, array: Kept): Kept {
    this.arrays.set(name, array)
    return array
  }
}

/** Big-endian, whatever the machine. */
function hexOf(array: Float64Array | Int32Array): string {
  const view = new DataView(new ArrayBuffer(8))
  const parts: string[] = []
  for (const value of array) {
    if (array instanceof Int32Array) parts.push((value >>> 0).toString(16).padStart(8, '0'))
    else {
      view.setFloat64(0, value)
      parts.push(view.getUint32(0).toString(16).padStart(8, '0'), view.getUint32(4).toString(16).padStart(8, '0'))
    }
  }
  return parts.join('')
}

function fill(array: Float64Array | Int32Array, hex: string): void {
  const view = new DataView(new ArrayBuffer(8))
  const word = (index: number): number => parseInt(hex.slice(index * 8, index * 8 + 8), 16)
  for (let i = 0; i < array.length; i++) {
    if (array instanceof Int32Array) array[i] = word(i)
    else {
      view.setUint32(0, word(2 * i))
      view.setUint32(4, word(2 * i + 1))
      array[i] = view.getFloat64(0)
    }
  }
}
