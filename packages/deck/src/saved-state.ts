/** The state of a deck as a keyframe holds it: its numbering and its market, in one frame. */

import { ByteReader, ByteWriter, corruptBytes, TapedeckError } from '@tapedeck/protocol'

export interface SavedState {
  /** Of the sequencer. */
  readonly numbers: Uint8Array
  /** Of the market. */
  readonly market: Uint8Array
}

/** The version of the frame; a reader refuses greater ones. What is in it has versions of its own. */
const FRAME_VERSION = 1

/** The form: `u8` version, `uint` bytes of the numbering, the numbering, and to the end the market. */
export function encodeState({ numbers, market }: SavedState): Uint8Array {
  const writer = new ByteWriter()
  writer.u8(FRAME_VERSION)
  writer.uint(numbers.length)
  writer.raw(numbers)
  writer.raw(market)
  return writer.bytes.slice()
}

/** Throws `TAPE_VERSION` or `TAPE_CORRUPT`. */
export function decodeState(state: Uint8Array): SavedState {
  const reader = new ByteReader(state)
  const version = reader.u8()
  if (version > FRAME_VERSION) {
    throw new TapedeckError(
      'TAPE_VERSION',
      `the state of a deck has form ${version}, and this program reads up to ${FRAME_VERSION}: use a newer Tapedeck`,
      { version },
    )
  }
  if (version !== FRAME_VERSION) throw corruptBytes('holds no state of a deck')
  const numbers = reader.raw(reader.uint())
  return { numbers, market: reader.raw(reader.left) }
}
