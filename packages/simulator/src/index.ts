/** The simulated market: a pure generator of market events, scenarios and faults. It knows no clock and no socket. */

export type { Calendar, CalendarDefinition } from './calendar/calendar.ts'
export { DEFAULT_INSTRUMENTS } from './instruments/default-instruments.ts'
export { parseInstrumentsFile, type InstrumentsFile } from './instruments/instruments-file.ts'
export { withRealCalendars } from './instruments/real-calendars.ts'
export type { SimulatedInstrument, SimulationParameters, Spread } from './instruments/simulated-instrument.ts'
export { CANCEL_RATES, LIMIT_RATES, MARKET_RATE } from './model/book.ts'
export { SCENARIOS, scenarioNamed } from './scenario/catalogue.ts'
export type { FaultInput, ScenarioInput, StepInput } from './scenario/input.ts'
export type { Fault, Scenario, Step } from './scenario/scenario.ts'
export { parseScenario } from './scenario/schema.ts'
export type { Checkpoint, Simulation } from './simulation.ts'
export { createSimulator, marketOf, MODEL, type Simulator, type SimulatorOptions } from './simulator.ts'
