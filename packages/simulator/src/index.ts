/** The simulated market: a pure generator of market events. It knows no clock and no socket. */

export { DEFAULT_INSTRUMENTS } from './instruments/default-instruments.ts'
export type { SimulatedInstrument, SimulationParameters, Spread } from './instruments/simulated-instrument.ts'
export { createSimulator, MODEL, type Simulator, type SimulatorOptions } from './simulator.ts'
