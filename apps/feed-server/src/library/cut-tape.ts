/** A part of a tape as a tape of its own, made for one download and gone with it. */

import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { SeekableSource } from '@tapedeck/tape'
import { rewrite, type Rewriting } from '../cli/rewrite.ts'

export interface CutTape {
  readonly bytes: number
  /** To be read to its end or destroyed: with it goes the file. */
  readonly stream: Readable
}

/** Cuts out a part, and closes the source. Rejects with `BAD_SEEK` where the tape ends before, or with what is wrong with the tape. */
export async function cutTape(source: SeekableSource, window: Rewriting['window']): Promise<CutTape> {
  const folder = await mkdtemp(join(tmpdir(), 'tapedeck-cut-'))
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    const out = join(folder, 'part.tape')
    await rewrite({ source, out, overwrite: false, window })
    const { size } = await stat(out)
    const stream = createReadStream(out)
    stream.once('close', () => void remove())
    return { bytes: size, stream }
  } catch (thrown) {
    await source.close()
    await remove()
    throw thrown
  }
}
