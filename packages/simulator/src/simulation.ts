/** A simulated market under way: events one by one, scenarios started while it runs, and checkpoints to go on from. */

import { TapedeckError, type Instrument, type Micros, type SourceEvent } from '@tapedeck/protocol'
import { FaultLayer, type SavedFaults } from './faults/fault-layer.ts'
import type { EventStream } from './faults/event-stream.ts'
import { Engine, type EngineOptions, type SavedEngine } from './model/engine.ts'
import { checkStarted } from './scenario/check.ts'
import type { Scenario } from './scenario/scenario.ts'

/** A simulation as it stands between two events, as plain data: JSON keeps all of it. */
export interface Checkpoint {
  readonly format: 1
  readonly model: number
  /** The epoch of the simulator that it belongs to. */
  readonly epoch: string
  /** Scenarios that were started, over or not. */
  readonly started: readonly StartedScenario[]
  readonly engine: SavedEngine
  readonly faults: SavedFaults
}

/** A scenario and the tape time at which it starts. */
export interface StartedScenario {
  readonly scenario: Scenario
  readonly at: Micros
}

export interface Simulation extends EventStream {
  /** Instruments as they are now: listings, renames and splits included. */
  instruments(): readonly Instrument[]
  /**
   * Starts a scenario at a tape time after the last event, by default at the next microsecond. It begins with a `marker` event that holds all of
   * it, so that seed and markers give the same tape again. Returns the time. Throws `BAD_SCENARIO` where it does not fit the market, `BAD_OPTION`
   * for a time that has passed.
   */
  startScenario(scenario: Scenario, at?: Micros): Micros
  /** The simulation as it stands; `resume` of the same simulator goes on from it. */
  save(): Checkpoint
  /** Bytes of the model's state for one instrument. */
  readonly bytesPerSymbol: number
}

export interface SimulationOptions extends EngineOptions {
  readonly model: number
  readonly epoch: string
  readonly scenarios: readonly StartedScenario[]
}

/** Begins a simulation, or goes on from a checkpoint. */
export function openSimulation(options: SimulationOptions, checkpoint?: Checkpoint): Simulation {
  const { seed, model, epoch, scenarios } = options
  const firstInstruments = options.instruments.map(({ instrument }) => instrument)
  const engine = new Engine(options)
  let started = scenarios
  const faults = new FaultLayer(
    // the engine tells of scenarios when their markers leave it
    {
      get nextTime() {
        return engine.nextTime
      },
      next: (limit) => watch(engine.next(limit)),
    },
    { seed },
  )
  /** Faults begin with the marker of their scenario. */
  function watch(event: SourceEvent | undefined): SourceEvent | undefined {
    if (event?.type === 'marker' && event.name === 'scenario') {
      const { key, scenario } = event.params as unknown as { readonly key: string; readonly scenario: Scenario }
      if (scenario.faults.length > 0) {
        faults.start(scenario.faults, event.tsRecv, key, (symbol) => engine.instrumentIdOf(symbol))
      }
    }
    return event
  }

  if (checkpoint === undefined) {
    engine.begin()
    for (const { scenario, at } of scenarios) engine.schedule(scenario, at)
  } else {
    checkCheckpoint(checkpoint, model, epoch)
    engine.load(checkpoint.engine)
    faults.load(checkpoint.faults)
    started = checkpoint.started
  }
  return {
    get nextTime() {
      return faults.nextTime
    },
    next: (limit) => faults.next(limit),
    instruments: () => engine.instruments(),
    startScenario(scenario, at = (engine.time + 1) as Micros) {
      const { time } = engine
      if (!(at > time)) {
        throw new TapedeckError('BAD_OPTION', `a scenario cannot start at ${at}: the tape is at ${time} already`, {
          at,
          time,
        })
      }
      const all = [...started, { scenario, at }]
      checkStarted(all, firstInstruments)
      started = all
      engine.schedule(scenario, at)
      return at
    },
    save: () => ({
      format: 1,
      model,
      epoch,
      started,
      engine: engine.save(),
      faults: faults.save(),
    }),
    bytesPerSymbol: engine.bytesPerRow,
  }
}

function checkCheckpoint(checkpoint: Checkpoint, model: number, epoch: string): void {
  const { format, model: itsModel, epoch: itsEpoch } = checkpoint
  if ((format as number) === 1 && itsModel === model && itsEpoch === epoch) return
  throw new TapedeckError(
    'BAD_CHECKPOINT',
    `the checkpoint is of model ${itsModel} and epoch ${itsEpoch}, this simulator of model ${model} and epoch ${epoch}: use the same seed, start, instruments and scenarios`,
    { model: itsModel, epoch: itsEpoch },
  )
}
