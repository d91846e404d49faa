/** The digest of a simulated tape. The test runs it in Node, and bundled in a browser. */

import { micros } from '@tapedeck/protocol'
import { createSimulator, DEFAULT_INSTRUMENTS } from '@tapedeck/simulator'
import { createDigest } from '@tapedeck/tape'

/** 2026-11-02T13:30:00.123456Z: no round number, so that no rounding is spared. */
const START = micros(1_793_626_200_123_456)

/** Digests after every `step` events, the last over all of them: where two engines part, the first that differs says when. */
export function simulatedDigests(seed: number, count: number, step: number): string[] {
  const digest = createDigest()
  const digests: string[] = []
  for (const event of createSimulator({ seed, start: START, instruments: DEFAULT_INSTRUMENTS }).events()) {
    digest.add(event)
    if (digest.events % step === 0) digests.push(digest.hex())
    if (digest.events === count) break
  }
  return digests
}

/** The bars before the start, as text. */
export function historyText(seed: number): string {
  const simulator = createSimulator({ seed, start: START, instruments: DEFAULT_INSTRUMENTS, historyBars: 20 })
  return JSON.stringify([...simulator.history()])
}
