/** Recordings that are being made: each a series of tape parts, of which one is written and the earlier ones are done. */

import type { Deck } from '@tapedeck/deck'
import { MICROS_PER_SECOND, TapedeckError, type Recording } from '@tapedeck/protocol'
import type { Log } from '../log.ts'
import type { LibraryOptions, StartOptions } from './library-face.ts'
import type { Shelf } from './shelf.ts'
import { timeText } from './time-text.ts'
import { recordPart, type TapePart } from './tape-part.ts'

const LONGEST_TITLE = 200

interface Series {
  readonly deck: Deck
  readonly options: StartOptions
  /** Ids of its parts; the last one is being written. */
  readonly ids: string[]
  part: TapePart
  /** The part before it that is being ended, if one is. */
  rotating: Promise<void> | undefined
  /** The end of the whole series, once it was asked for or came by itself. */
  ending: Promise<Recording> | undefined
  stopListening: () => void
}

export class Recordings {
  readonly #shelf: Shelf
  readonly #limits: LibraryOptions['limits']
  readonly #log: Log
  readonly #series = new Set<Series>()
  /** Series that have ended, by the ids of their parts: who began one knows its first id alone. */
  readonly #lastIds = new Map<string, string>()

  constructor(shelf: Shelf, limits: LibraryOptions['limits'], log: Log) {
    this.#shelf = shelf
    this.#limits = limits
    this.#log = log
  }

  get count(): number {
    return this.#series.size
  }

  isActive(id: string): boolean {
    return this.#of(id)?.ids.at(-1) === id
  }

  async start(deck: Deck, options: StartOptions): Promise<Recording> {
    checkRotation(options)
    const title = titleOf(options.title ?? `${deck.name} ${timeText(deck.status().position).slice(0, 19)}Z`)
    const id = this.#shelf.newId()
    const series: Series = {
      deck,
      options: { ...options, title },
      ids: [id],
      part: this.#begin(deck, id, options, () => series),
      rotating: undefined,
      ending: undefined,
      stopListening: () => undefined,
    }
    this.#series.add(series)
    this.#show(series)
    series.stopListening = deck.on({
      status: () => void this.#look(series),
      // another take goes on from another place, and a tape never goes back
      reset: () => void this.#end(series),
    })
    deck.ended.then(
      () => void this.#end(series),
      () => void this.#end(series),
    )
    try {
      await series.part.created
    } catch (thrown) {
      series.stopListening()
      this.#series.delete(series)
      await series.part.close().catch(() => undefined)
      await this.#shelf.remove(id)
      throw thrown
    }
    await this.#shelf.put(this.#shelf.get(id))
    return this.#shelf.get(id)
  }

  async stop(id: string): Promise<Recording> {
    const recording = this.#shelf.get(id)
    const series = this.#of(id)
    if (series !== undefined) return this.#end(series)
    const last = this.#lastIds.get(id)
    return last === undefined ? recording : this.#shelf.get(last)
  }

  async stopAll(deck?: Deck): Promise<void> {
    const ending = [...this.#series].filter((series) => deck === undefined || series.deck === deck)
    await Promise.all(ending.map((series) => this.#end(series)))
  }

  #of(id: string): Series | undefined {
    for (const series of this.#series) if (series.ids.includes(id)) return series
    return undefined
  }

  #begin(deck: Deck, id: string, options: StartOptions, series: () => Series): TapePart {
    return recordPart(deck, this.#shelf.path(id), options, (error) => {
      this.#log.error(`recording ${id} ends here: ${error.message}`)
      void this.#end(series())
    })
  }

  /** Once a second: how long it is, whether there is room, and whether the next part is due. */
  async #look(series: Series): Promise<void> {
    const { part, options, deck } = series
    await part.measure()
    if (series.ending !== undefined || series.part !== part) return
    this.#show(series)
    if (this.#shelf.bytes >= this.#limits.maxLibraryBytes) {
      this.#log.error(
        `recording ${series.ids.at(-1) ?? ''} ends here: the library is full (${this.#limits.maxLibraryBytes} bytes); delete what is not needed`,
      )
      await this.#end(series)
      return
    }
    const { rotateBytes = Infinity, rotateSeconds = Infinity } = options
    const lasted = (deck.status().position - part.start) / MICROS_PER_SECOND
    if (part.bytes < rotateBytes && lasted < rotateSeconds) return
    series.rotating ??= this.#rotate(series).finally(() => (series.rotating = undefined))
  }

  /** The next part begins in the same moment in which this one ends. */
  async #rotate(series: Series): Promise<void> {
    const done = series.part
    const doneId = series.ids.at(-1) ?? ''
    const id = this.#shelf.newId()
    series.ids.push(id)
    series.part = this.#begin(series.deck, id, series.options, () => series)
    const closing = done.close()
    this.#show(series)
    await this.#finish(doneId, done, closing, series)
    await series.part.created.then(
      () => this.#shelf.put(this.#shelf.get(id)),
      (thrown: unknown) => this.#log.error(`recording ${id} could not begin`, { thrown }),
    )
  }

  #end(series: Series): Promise<Recording> {
    series.ending ??= this.#endNow(series)
    return series.ending
  }

  async #endNow(series: Series): Promise<Recording> {
    series.stopListening()
    await series.rotating
    const id = series.ids.at(-1) ?? ''
    const recording = await this.#finish(id, series.part, series.part.close(), series)
    for (const each of series.ids) this.#lastIds.set(each, id)
    this.#series.delete(series)
    return recording
  }

  /** Lists a part as what it has become. What could not be ended properly can still be played up to there. */
  async #finish(
    id: string,
    part: TapePart,
    closing: ReturnType<TapePart['close']>,
    series: Series,
  ): Promise<Recording> {
    let digest: string | null = null
    try {
      digest = (await closing).digest
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown)
      this.#log.error(`recording ${id} has no end: ${reason}`)
    }
    await part.measure()
    const recording: Recording = {
      ...this.#shelf.get(id),
      ...factsOf(part),
      digest,
      state: digest === null ? 'torn' : 'complete',
      deck: null,
    }
    await this.#shelf.put(recording).catch((thrown: unknown) => {
      this.#log.error(`what is known of recording ${id} could not be written`, { thrown })
    })
    series.options.onChange?.(recording)
    return recording
  }

  #show({ ids, part, deck, options }: Series): void {
    const id = ids.at(-1) ?? ''
    const place = ids.length
    const known = place === 1 || this.#has(id) ? undefined : ` (${place})`
    const before = this.#has(id) ? this.#shelf.get(id) : undefined
    const recording: Recording = {
      id,
      title: before?.title ?? `${options.title ?? ''}${known ?? ''}`,
      notes: before?.notes ?? '',
      ...factsOf(part),
      digest: null,
      state: 'recording',
      deck: deck.name,
    }
    this.#shelf.show(recording)
    options.onChange?.(recording)
  }

  #has(id: string): boolean {
    return this.#shelf.list().some((recording) => recording.id === id)
  }
}

function factsOf({
  symbols,
  start,
  end,
  events,
  bytes,
}: TapePart): Pick<Recording, 'symbols' | 'span' | 'events' | 'bytes'> {
  return { symbols, span: { from: start, to: end }, events, bytes }
}

/** A title as it was given. Throws `BAD_OPTION` for one that nobody could read. */
export function titleOf(title: string): string {
  const trimmed = title.trim()
  if (trimmed.length >= 1 && trimmed.length <= LONGEST_TITLE) return trimmed
  throw new TapedeckError('BAD_OPTION', `a title has 1 to ${LONGEST_TITLE} characters, not ${trimmed.length}`, {
    option: 'title',
  })
}

function checkRotation(options: StartOptions): void {
  for (const name of ['rotateBytes', 'rotateSeconds'] as const) {
    const value = options[name]
    if (value === undefined || value > 0) continue
    throw new TapedeckError('BAD_OPTION', `${name} ${value} is not above 0; leave it out for one recording`, {
      option: name,
      value,
    })
  }
}
