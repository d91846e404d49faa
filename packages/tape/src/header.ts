/** What a tape says of itself before its first event. */

import type { DeckSource, Instrument, JsonValue, Micros } from '@tapedeck/protocol'

/** Parameters that a simulated tape is a function of. */
export interface Simulation {
  readonly seed: number
  /** Version of the simulator's model; any change of its tables makes a new one. */
  readonly model: number
  /** Names of the scenarios that it began with, separated by commas, or null. What they did stands on the tape as markers. */
  readonly scenario: string | null
  /** Parameters of instruments and calendars where they are not the model's own; the simulator knows what they mean. Null: its own. */
  readonly market: JsonValue | null
}

export interface TapeHeader {
  /** Derived from what the tape holds, never random where the source is deterministic. */
  readonly tapeId: string
  /** The numbering that the tape's `seq` belong to. */
  readonly epoch: string
  readonly source: DeckSource['kind']
  /** For people: where it comes from. */
  readonly name: string
  /** Tape time at which it begins; no event is earlier. */
  readonly start: Micros
  /** Present when the tape is simulated: with `start` and `instruments` it can be made again. */
  readonly simulation: Simulation | null
  /** The instrument table at the start; later changes stand on the tape as `instrument` events. */
  readonly instruments: readonly Instrument[]
}
