/** The documented face of decks and clocks. */

export type { Cancel, Clock } from './clock/clock.ts'
export type { ClockHost } from './clock/host.ts'
export { createScaledClock, SPEED_RANGE } from './clock/scaled-clock.ts'
export { createVirtualClock, type VirtualClock } from './clock/virtual-clock.ts'
export { createWallClock } from './clock/wall-clock.ts'
export { openDeck } from './deck.ts'
export type { Deck, DeckListener, DeckOptions } from './deck-face.ts'
export { beginningOf, type Beginning } from './beginning.ts'
export type { PartOptions } from './recorded-part.ts'
export { createRecorder, type Recorder, type RecorderOptions } from './recorder.ts'
export { createSequencer, type Sequencer } from './sequencer.ts'
export { snapshotOf, type NamedMarket } from './snapshot-of.ts'
