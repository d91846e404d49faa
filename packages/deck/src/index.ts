/** The documented face of decks and clocks. */

export type { Cancel, Clock } from './clock/clock.ts'
export type { ClockHost } from './clock/host.ts'
export { createScaledClock, SPEED_RANGE } from './clock/scaled-clock.ts'
export { createVirtualClock, type VirtualClock } from './clock/virtual-clock.ts'
export { createWallClock } from './clock/wall-clock.ts'
export { openDeck, type Deck, type DeckListener, type DeckOptions } from './deck.ts'
export { createSequencer, type Sequencer } from './sequencer.ts'
