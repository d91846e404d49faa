/** What the live deck plays, and how a tape file becomes it. */

import type { Micros } from '@tapedeck/protocol'
import type { Simulation } from '@tapedeck/simulator'
import { createDigest, withHeader, type Digest, type SeekableSource, type TapeSource } from '@tapedeck/tape'
import { nodeHash, openTapeFile, type OpenedTape } from '@tapedeck/tape/node'

/** A source, and what is known of it beforehand. */
export interface OpenedSource {
  readonly source: TapeSource
  /** The simulated market behind it, or null. */
  readonly simulation: Simulation | null
  /** Whether it starts where somebody wanted, and not now. */
  readonly isStartChosen: boolean
  /** Tape time of the last event, null when there is no end or it is not known. */
  readonly end: Micros | null
  /** Makes what sums the tape as it plays, where it has an end. */
  readonly createDigest: (() => Digest) | undefined
  /** What people should know about the tape: that its end is torn, say. */
  readonly remark: string | undefined
}

/** Opens a tape file. Rejects with `TAPE_NOT_FOUND`, `TAPE_FOREIGN`, `TAPE_VERSION` or `TAPE_CORRUPT`. */
export async function openFile(path: string): Promise<OpenedSource> {
  const file = await openTapeFile(path)
  const { header } = file
  return {
    // whatever it was when it was recorded, played from a file it is a recording
    source: withHeader(file, { ...header, source: header.source === 'import' ? 'import' : 'file' }),
    simulation: null,
    isStartChosen: true,
    end: file.lastTsRecv,
    createDigest: () => createDigest(nodeHash()),
    remark: remarkOn(file),
  }
}

/** A tape that is open already. */
export function openTape(tape: SeekableSource): OpenedSource {
  return {
    source: tape,
    simulation: null,
    isStartChosen: true,
    end: tape.span.to,
    createDigest: () => createDigest(nodeHash()),
    remark: undefined,
  }
}

function remarkOn({ path, torn, complete }: OpenedTape): string | undefined {
  if (torn !== null)
    return `${path} is torn: its last ${torn.lostBytes} bytes are no whole block or line and are left out`
  return complete ? undefined : `${path} has no end: its recording was stopped, and there is no digest to compare with`
}
