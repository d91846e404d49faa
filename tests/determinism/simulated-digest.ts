/** Digests of simulated tapes. The test runs them in Node, and bundled in a browser. */

import { micros } from '@tapedeck/protocol'
import { createSimulator, DEFAULT_INSTRUMENTS, scenarioNamed, withRealCalendars } from '@tapedeck/simulator'
import { createDigest } from '@tapedeck/tape'

/** 2026-11-02T14:29:50.123456Z: ten seconds before New York opens, and no round number, so that no rounding is spared. */
const START = micros(1_793_629_790_123_456)

/** What a tape is made of. */
export interface TapeCase {
  readonly seed: number
  /** Names of scenarios, which come with faults. */
  readonly scenarios: readonly string[]
  /** Whether venues have their own hours. */
  readonly sessions: boolean
  readonly events: number
}

/** Digests after every `step` events, the last over all of them: where two engines part, the first that differs says when. */
export function simulatedDigests({ seed, scenarios, sessions, events }: TapeCase, step: number): string[] {
  const simulator = createSimulator({
    seed,
    start: START,
    instruments: sessions ? withRealCalendars(DEFAULT_INSTRUMENTS) : DEFAULT_INSTRUMENTS,
    scenarios: scenarios.map(scenarioNamed),
  })
  const digest = createDigest()
  const digests: string[] = []
  for (const event of simulator.events()) {
    digest.add(event)
    if (digest.events % step === 0) digests.push(digest.hex())
    if (digest.events === events) break
  }
  return digests
}

/** The bars before the start, as text. */
export function historyText(seed: number, sessions: boolean): string {
  const instruments = sessions ? withRealCalendars(DEFAULT_INSTRUMENTS) : DEFAULT_INSTRUMENTS
  const simulator = createSimulator({ seed, start: START, instruments, historyBars: 20 })
  return JSON.stringify([...simulator.history()])
}
