/** What a deck that somebody opens plays: a recording of the library, a scenario of the catalogue, or the last hours of `live`. */

import { createScaledClock, openDeck, type Deck } from '@tapedeck/deck'
import { micros, TapedeckError, type DeckOpenRequest } from '@tapedeck/protocol'
import { createDigest, type TapeSource } from '@tapedeck/tape'
import { nodeHash } from '@tapedeck/tape/node'
import type { Library, Rolling } from '../library/index.ts'
import { isScenarioFile, openSimulation, type SimulationOptions } from '../simulation.ts'

export interface DeckSources {
  /** Null where the server keeps no data, or does not yet. */
  readonly library: () => Library | null
  readonly rolling: () => Rolling | null
  /** The market that scenarios are played on, but for its seed and scenarios. */
  readonly market: Omit<SimulationOptions, 'seed' | 'scenarios'>
}

/** Of each interval, before a scenario's start. */
const MOST_HISTORY_BARS = 100

/** Opens a deck that does not play yet. Rejects with what is wrong in the request or the recording; everything is closed then. */
export async function openDeckFor(name: string, asked: DeckOpenRequest, sources: DeckSources): Promise<Deck> {
  const { source, isFinished, follow } = await openSource(asked, sources)
  try {
    const speed = asked.speed ?? 1
    if (speed === 'max' && !isFinished) {
      throw new TapedeckError('BAD_OPTION', 'speed max needs a tape with an end: open a recording', { speed })
    }
    const clock = createScaledClock(speed)
    const from = micros(asked.from ?? source.header.start)
    const isWindow = asked.from !== undefined || asked.to !== undefined
    const window = isWindow ? { from, to: micros(asked.to ?? Number.MAX_SAFE_INTEGER) } : undefined
    return openDeck({
      name,
      source,
      clock,
      window,
      follow,
      createDigest: isFinished ? () => createDigest(nodeHash()) : undefined,
    })
  } catch (thrown) {
    await source.close()
    throw thrown
  }
}

interface Opened {
  readonly source: TapeSource
  readonly isFinished: boolean
  readonly follow: boolean
}

async function openSource(asked: DeckOpenRequest, sources: DeckSources): Promise<Opened> {
  const { recording, scenario, rewind } = asked
  if (recording !== undefined) {
    const library = sources.library()
    if (library === null) throw noData('recordings')
    const isFinished = library.get(recording).state !== 'recording'
    return { source: await library.open(recording), isFinished, follow: !isFinished }
  }
  if (rewind !== undefined) {
    const rolling = sources.rolling()
    if (rolling === null) throw noData('rolling tape')
    return { source: await rolling.open(), isFinished: false, follow: true }
  }
  if (scenario === undefined || isScenarioFile(scenario)) {
    throw new TapedeckError(
      'UNKNOWN_SCENARIO',
      'a deck plays scenarios of the catalogue, by their names; docs/scenarios.md has them',
      { scenario },
    )
  }
  const { market } = sources
  // making bars takes the server's own time: a deck that anyone may open has a shorter chart before it
  const historyBars = Math.min(market.historyBars, MOST_HISTORY_BARS)
  const { source } = await openSimulation({ ...market, historyBars, seed: asked.seed ?? 1, scenarios: [scenario] })
  return { source, isFinished: false, follow: false }
}

/** The error of what a server without data does not have. */
export function noData(what: string): TapedeckError {
  return new TapedeckError(
    'BAD_OPTION',
    `this server keeps no ${what}: start it with --data DIR, and without --no-rolling`,
  )
}
