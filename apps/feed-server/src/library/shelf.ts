/** The recordings that stand in the folder: found at start, listed, changed and deleted; one file of each says what it is. */

import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { toErrorBody, type Recording } from '@tapedeck/protocol'
import { repairTape } from '@tapedeck/tape/node'
import type { Log } from '../log.ts'
import { isRecordingId, newRecordingId, unknownRecording } from './recording-id.ts'
import { readSidecar, writeSidecar } from './sidecar.ts'
import { tapeFacts } from './tape-facts.ts'

const TAPE = /^(r-[0-9a-f]{12})\.tape$/
/** Files that were being made when a server was killed. */
const UNFINISHED = /\.part$/

export class Shelf {
  readonly #folder: string
  readonly #log: Log
  readonly #recordings = new Map<string, Recording>()
  /** The last write of each sidecar, so that two do not overtake each other. */
  readonly #writes = new Map<string, Promise<void>>()

  constructor(folder: string, log: Log) {
    this.#folder = folder
    this.#log = log
  }

  /** Finds what is there. A tape whose server was killed is repaired; one that is none any more is told of and left alone. */
  async open(): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
    const names = await readdir(this.#folder)
    for (const name of names) {
      if (UNFINISHED.test(name)) await rm(join(this.#folder, name), { force: true })
      const id = TAPE.exec(name)?.[1]
      if (id === undefined) continue
      try {
        this.#recordings.set(id, await this.#find(id))
      } catch (thrown) {
        this.#log.error(`recording ${id} cannot be read and is not listed: ${toErrorBody(thrown).message}`, { thrown })
      }
    }
  }

  async #find(id: string): Promise<Recording> {
    const path = this.path(id)
    const said = await readSidecar(this.#sidecar(id), id)
    const { size } = await stat(path)
    if (said !== undefined && said.state !== 'recording' && said.bytes === size) return said
    let facts = await tapeFacts(path)
    const wasCutOff = !facts.isComplete
    if (wasCutOff) {
      const { events } = await repairTape(path)
      this.#log.info(`recording ${id} was cut off when its server was; its first ${events} events are there`)
      facts = await tapeFacts(path)
    }
    const found: Recording = {
      id,
      title: said?.title ?? facts.name,
      notes: said?.notes ?? '',
      symbols: [...new Set([...facts.symbols, ...(said?.symbols ?? [])])],
      span: facts.span,
      events: facts.events,
      bytes: facts.bytes,
      digest: wasCutOff ? null : facts.digest,
      state: wasCutOff ? 'torn' : 'complete',
      deck: null,
    }
    await writeSidecar(this.#sidecar(id), found)
    return found
  }

  /** An id that nothing has. */
  newId(): string {
    for (;;) {
      const id = newRecordingId()
      if (!this.#recordings.has(id)) return id
    }
  }

  /** The newest first. */
  list(): readonly Recording[] {
    return [...this.#recordings.values()].sort(
      (one, other) => other.span.from - one.span.from || (one.id < other.id ? -1 : 1),
    )
  }

  get bytes(): number {
    let sum = 0
    for (const { bytes } of this.#recordings.values()) sum += bytes
    return sum
  }

  /** Throws `UNKNOWN_RECORDING` for what is no id, whatever it is. */
  get(id: string): Recording {
    const found = isRecordingId(id) ? this.#recordings.get(id) : undefined
    if (found === undefined) throw unknownRecording(id)
    return found
  }

  /** The tape of an id that this shelf made. */
  path(id: string): string {
    return join(this.#folder, `${id}.tape`)
  }

  /** A file on its way to become a tape; what a crash leaves of it is swept away at the next start. */
  unfinishedPath(id: string, what: string): string {
    return join(this.#folder, `${id}.${what}.part`)
  }

  #sidecar(id: string): string {
    return join(this.#folder, `${id}.json`)
  }

  /** Lists it as it is now, without writing. */
  show(recording: Recording): void {
    this.#recordings.set(recording.id, recording)
  }

  /** Lists it and writes what is said of it. */
  async put(recording: Recording): Promise<void> {
    this.show(recording)
    const { id } = recording
    const before = this.#writes.get(id) ?? Promise.resolve()
    const write = before
      .catch(() => undefined)
      .then(async () => {
        // the newest of what is said, or nothing where it was deleted meanwhile
        const newest = this.#recordings.get(id)
        if (newest !== undefined) await writeSidecar(this.#sidecar(id), newest)
      })
    this.#writes.set(id, write)
    try {
      await write
    } finally {
      if (this.#writes.get(id) === write) this.#writes.delete(id)
    }
  }

  /** Takes it off, and its files away. */
  async remove(id: string): Promise<void> {
    this.#recordings.delete(id)
    await this.#writes.get(id)?.catch(() => undefined)
    await rm(this.path(id), { force: true })
    await rm(this.#sidecar(id), { force: true })
  }
}
