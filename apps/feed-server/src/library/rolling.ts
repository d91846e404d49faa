/**
 * The last hours of a deck, on disk: segments that are tapes themselves, each about an eighth of the whole. The oldest is deleted when there are
 * more bytes than allowed, unless somebody plays the tape and the segment is less than an hour old.
 */

import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Deck } from '@tapedeck/deck'
import { MICROS_PER_HOUR, TapedeckError } from '@tapedeck/protocol'
import { withHeader, type SeekableSource } from '@tapedeck/tape'
import { chainTapes } from '@tapedeck/tape/node'
import type { Log } from '../log.ts'
import { earlierSegments, type Segment } from './earlier-segments.ts'
import type { Rolling } from './library-face.ts'
import { recordPart, type TapePart } from './tape-part.ts'

export interface RollingOptions {
  readonly folder: string
  /** Most bytes of all segments. */
  readonly bytes: number
  readonly log: Log
}

const SEGMENTS = 8
/** A deck that is played on old segments keeps them no longer than this, in tape time after their end. */
const HELD_MICROS = MICROS_PER_HOUR

/** Begins to record where the deck stands. Rejects with `BAD_OPTION` where the folder cannot be used. */
export async function openRolling(deck: Deck, options: RollingOptions): Promise<Rolling> {
  const { folder, log } = options
  let earlier: Segment[]
  try {
    await mkdir(folder, { recursive: true })
    earlier = await earlierSegments(folder, deck, log)
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    throw new TapedeckError('BAD_OPTION', `the rolling tape in ${folder} cannot be used: ${reason}`, { folder }, thrown)
  }
  const tape = new RollingTape(deck, options, earlier)
  await tape.created
  return tape
}

class RollingTape implements Rolling {
  readonly #deck: Deck
  readonly #options: RollingOptions
  /** The oldest first. */
  readonly #ended: Segment[]
  /** Parts that are being ended; nearly always none. */
  #ending: readonly TapePart[] = []
  #part: TapePart
  /** Whether the part's file is there. */
  #isCreated = false
  /** Sources that are open. */
  #uses = 0
  #looking: Promise<void> | undefined
  #hasFailed = false
  #closing: Promise<void> | undefined
  readonly #stopListening: () => void

  constructor(deck: Deck, options: RollingOptions, ended: Segment[]) {
    this.#deck = deck
    this.#options = options
    this.#ended = ended
    this.#part = this.#begin()
    this.#stopListening = deck.on({
      status: () => {
        this.#look()
      },
    })
  }

  /** Resolves once the first segment is there. */
  get created(): Promise<void> {
    return this.#part.created
  }

  #begin(): TapePart {
    const { folder, log } = this.#options
    this.#isCreated = false
    const start = String(this.#deck.status().position).padStart(16, '0')
    const fail = (error: TapedeckError): void => {
      if (!this.#hasFailed) log.error(`the rolling tape ends here: ${error.message}`)
      this.#hasFailed = true
    }
    const part = recordPart(this.#deck, join(folder, `${start}.tape`), {}, fail)
    part.created.then(
      () => (this.#isCreated = true),
      () => undefined,
    )
    return part
  }

  /** Once a second: begins the next segment, and deletes what is too much. */
  #look(): void {
    if (this.#hasFailed || this.#closing !== undefined) return
    this.#looking ??= this.#keepSmall()
      .catch((thrown: unknown) => {
        this.#options.log.error('the rolling tape could not be kept small', { thrown })
      })
      .finally(() => (this.#looking = undefined))
  }

  async #keepSmall(): Promise<void> {
    await this.#part.measure()
    if (this.#part.bytes >= this.#options.bytes / SEGMENTS) await this.#next()
    await this.#trim()
  }

  /** The next segment begins in the same moment in which this one ends. */
  async #next(): Promise<void> {
    const part = this.#part
    this.#part = this.#begin()
    this.#ending = [...this.#ending, part]
    await part.close()
    await part.measure()
    this.#ending = this.#ending.filter((one) => one !== part)
    this.#ended.push({ path: part.path, end: part.end, bytes: part.bytes })
  }

  #paths(): readonly string[] {
    const written = this.#isCreated ? [...this.#ending, this.#part] : this.#ending
    return [...this.#ended, ...written].map(({ path }) => path)
  }

  async #trim(): Promise<void> {
    let bytes = this.#part.bytes + this.#ended.reduce((sum, segment) => sum + segment.bytes, 0)
    const { position } = this.#deck.status()
    while (bytes > this.#options.bytes) {
      const [oldest] = this.#ended
      if (oldest === undefined) return
      if (this.#uses > 0 && position - oldest.end < HELD_MICROS) return
      this.#ended.shift()
      bytes -= oldest.bytes
      await rm(oldest.path, { force: true })
    }
  }

  async open(): Promise<SeekableSource> {
    if (this.#closing !== undefined) throw new TapedeckError('CLOSED', 'the rolling tape has been closed')
    this.#uses++
    try {
      const source = await chainTapes(() => this.#paths())
      return withHeader(
        source,
        { ...source.header, source: 'rolling', name: this.#deck.header.name },
        () => this.#uses--,
      )
    } catch (thrown) {
      this.#uses--
      throw thrown
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    this.#stopListening()
    await this.#looking
    await this.#part.close().catch((thrown: unknown) => {
      if (!this.#hasFailed) this.#options.log.error('the rolling tape has no end', { thrown })
    })
  }
}
