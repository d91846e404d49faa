/** Opens what the live deck plays: the simulator, or a tape file. */

import type { Micros } from '@tapedeck/protocol'
import { TapedeckError } from '@tapedeck/protocol'
import { createSimulator, DEFAULT_INSTRUMENTS } from '@tapedeck/simulator'
import { createDigest, iteratorSource, type Digest, type TapeSource } from '@tapedeck/tape'
import { nodeHash, openTapeFile, type TapeFileSource } from '@tapedeck/tape/node'

/** A source, and what is known of it beforehand. */
export interface OpenedSource {
  readonly source: TapeSource
  /** Tape time of the last event, null when there is no end or it is not known. */
  readonly end: Micros | null
  /** Sums the tape as it plays, where it has an end. */
  readonly digest: Digest | undefined
  /** What people should know about the tape: that its end is torn, say. */
  readonly remark: string | undefined
}

export interface SimulationOptions {
  readonly seed: number
  readonly start: Micros
  /** Symbols out of the default instruments, or undefined for all. */
  readonly symbols?: readonly string[] | undefined
  /** Bars that every interval has behind the start. */
  readonly historyBars: number
}

/** Opens a simulated market. Throws `UNKNOWN_SYMBOL`. */
export function openSimulation(options: SimulationOptions): OpenedSource {
  const known = new Map(DEFAULT_INSTRUMENTS.map((each) => [each.instrument.symbol, each]))
  const instruments = (options.symbols ?? [...known.keys()]).map((symbol) => {
    const found = known.get(symbol)
    if (found === undefined) {
      throw new TapedeckError(
        'UNKNOWN_SYMBOL',
        `symbol ${JSON.stringify(symbol)} is not one of ${[...known.keys()].join(', ')}`,
        { symbol },
      )
    }
    return found
  })
  const simulator = createSimulator({ ...options, instruments })
  const header = {
    tapeId: simulator.tapeId,
    epoch: simulator.epoch,
    source: 'simulator',
    name: simulator.name,
    start: simulator.start,
    simulation: { seed: simulator.seed, model: simulator.model, scenario: null },
    instruments: simulator.instruments,
  } as const
  const source = iteratorSource(header, simulator.history(), simulator.events())
  return { source, end: null, digest: undefined, remark: undefined }
}

/** Opens a tape file. Rejects with `TAPE_NOT_FOUND`, `TAPE_FOREIGN`, `TAPE_VERSION` or `TAPE_CORRUPT`. */
export async function openFile(path: string): Promise<OpenedSource> {
  const file = await openTapeFile(path)
  return {
    // whatever it was when it was recorded, played from a file it is a recording
    source: fileAsRecording(file),
    end: file.lastTsRecv,
    digest: createDigest(nodeHash()),
    remark: remarkOn(file),
  }
}

function remarkOn({ path, torn, complete }: TapeFileSource): string | undefined {
  if (torn !== null) return `${path} is torn: its last ${torn.lostBytes} bytes are no whole line and are left out`
  return complete
    ? undefined
    : `${path} has no end line: its recording was stopped, and there is no digest to compare with`
}

function fileAsRecording(file: TapeSource): TapeSource {
  const { header } = file
  return {
    header: { ...header, source: header.source === 'import' ? 'import' : 'file' },
    history: file.history,
    peek: () => file.peek(),
    next: () => file.next(),
    fill: () => file.fill(),
    close: () => file.close(),
  }
}
