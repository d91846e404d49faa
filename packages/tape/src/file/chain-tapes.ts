/** Tape files that follow each other without a seam, as one: each begins with the state that the one before it ended with. */

import { TapedeckError, type BarState, type Micros } from '@tapedeck/protocol'
import type { Keyframe, SeekableSource, TapeBarsQuery, TapeMarker, TapeStretch } from '../source.ts'
import { NewestBars } from './newest-bars.ts'
import type { BinaryTape } from './opened-tape.ts'
import { openTapeFile } from './tape-file-source.ts'

type Link = BinaryTape

/**
 * Opens files of one epoch in their order; `paths` is asked again where the last one ends, and may then name more. Files that are deleted meanwhile
 * stay readable here. Rejects with `TAPE_NOT_FOUND` where there are none, and like `openTapeFile`.
 */
export async function chainTapes(paths: () => readonly string[]): Promise<SeekableSource> {
  const chain = new Chain(paths)
  await chain.refresh()
  return chain
}

class Chain implements SeekableSource {
  readonly #paths: () => readonly string[]
  readonly #links: Link[] = []
  readonly #known = new Set<string>()
  #playing = 0

  constructor(paths: () => readonly string[]) {
    this.#paths = paths
  }

  get #first(): Link {
    return this.#link(0)
  }

  #link(place: number): Link {
    const link = this.#links[place]
    if (link === undefined) throw new TapedeckError('TAPE_NOT_FOUND', 'the tape has no part as yet', {})
    return link
  }

  get header(): Link['header'] {
    return this.#first.header
  }
  get history(): Link['history'] {
    return this.#first.history
  }
  get opening(): Uint8Array | null {
    return this.#first.opening
  }
  get span(): SeekableSource['span'] {
    return { from: this.header.start, to: this.#links.at(-1)?.span.to ?? this.header.start }
  }
  get eventCount(): number {
    return this.#before(this.#links.length)
  }
  get markers(): readonly TapeMarker[] {
    return this.#links.flatMap(({ markers }) => markers)
  }
  get stretches(): readonly TapeStretch[] {
    return this.#links.flatMap(({ stretches }) => stretches)
  }
  get nextTime(): Micros | undefined {
    return this.#links[this.#playing]?.nextTime as Micros | undefined
  }

  next(limit?: number): ReturnType<Link['next']> {
    return this.#links[this.#playing]?.next(limit)
  }

  async fill(): Promise<boolean> {
    for (;;) {
      const link = this.#link(this.#playing)
      if (await link.fill()) return true
      await this.refresh()
      // a part that was not ended yet is still being written, even where the next one has begun
      if (!link.complete || this.#playing === this.#links.length - 1) return false
      if (await link.fill()) return true
      this.#playing++
      await this.#link(this.#playing).seek(this.#link(this.#playing).header.start)
    }
  }

  async seek(at: Micros): Promise<Keyframe | null> {
    await this.refresh()
    const place = Math.max(
      0,
      this.#links.findLastIndex(({ span }, index) => index === 0 || span.from < at),
    )
    this.#playing = place
    const link = this.#link(place)
    const keyframe = await link.seek(at)
    const before = this.#before(place)
    if (keyframe !== null) return { ...keyframe, events: before + keyframe.events }
    const state = link.opening
    return place === 0 || state === null ? null : { events: before, tsRecv: link.header.start, state }
  }

  async closedBars(query: TapeBarsQuery): Promise<readonly BarState[]> {
    const found = new NewestBars(query)
    for (let place = this.#links.length - 1; place >= 0; place--) {
      const events = query.events - this.#before(place)
      // the bars that a part begins with closed before it
      if (events < 0) continue
      if (found.add(await this.#link(place).closedBars({ ...query, events }))) break
    }
    return found.bars
  }

  async close(): Promise<void> {
    for (const link of this.#links) await link.close()
  }

  /** Opens what is new. */
  async refresh(): Promise<void> {
    for (const path of this.#paths()) {
      if (this.#known.has(path)) continue
      const link = await openTapeFile(path)
      if (link.form !== 'binary') {
        await link.close()
        throw new TapedeckError('TAPE_FOREIGN', `${path} is not in the binary form`, { path })
      }
      this.#known.add(path)
      this.#links.push(link)
    }
    // what is being written grows
    await this.#links.at(-1)?.refresh()
    this.#link(0)
  }

  #before(place: number): number {
    let events = 0
    for (const { eventCount } of this.#links.slice(0, place)) events += eventCount
    return events
  }
}
