/** Several tapes as one, in the order of tape time. */

import { isSeekable, type TapeSource } from '@tapedeck/tape'
import { NUMBERED_IN, seq, TapedeckError, type SourceEvent } from '@tapedeck/protocol'
import { createIdMap, type IdMap } from './instrument-ids.ts'
import { mergedHeader, mergedHistory } from './merged-head.ts'

/** A tape to merge. */
export interface MergedPart {
  readonly path: string
  readonly source: TapeSource
  /** What was known at its start, as events, where it began in the midst of a market. */
  readonly state: readonly SourceEvent[]
}

/** What a merge found out while it went. */
export interface MergedSource extends TapeSource {
  /** Events that stood on more than one tape of the same numbering, and were taken once. */
  readonly repeated: number
}

/**
 * The events of all parts by `tsRecv`; where that is equal, in the order of the parts. Tapes of one epoch keep their numbers, and what
 * stands on several of them is taken once; tapes of different epochs are numbered anew. A part joins at its start: instruments that are not
 * known yet enter, and its state follows. Throws `BAD_OPTION` where two epochs hold the same symbol at the same time.
 */
export function mergeSources(parts: readonly MergedPart[]): MergedSource {
  refuseOverlaps(parts)
  const sources = parts.map(({ source }) => source)
  const headers = sources.map(({ header }) => header)
  const ids = createIdMap()
  const header = mergedHeader(headers, ids)
  const isOneEpoch = headers.every(({ epoch }) => epoch === header.epoch)
  const first = parts.find(({ source }) => source.header.start === header.start)
  const seen = new Seen()
  const entered = new Set(header.instruments.map(({ id }) => id))
  const lanes = parts.map((part) => {
    const lane = new Lane(part, part === first, ids)
    if (part === first) for (const event of part.state) seen.take(event, lane)
    return lane
  })
  let repeated = 0

  /** The part whose event comes next; undefined where a buffer is empty, or at the end. */
  const earliest = (): Lane | undefined => {
    let found: Lane | undefined
    let foundTime = Infinity
    for (const lane of lanes) {
      if (lane.ended) continue
      const time = lane.nextTime
      if (time === undefined) return undefined
      if (time < foundTime) {
        found = lane
        foundTime = time
      }
    }
    return found
  }
  const take = (event: SourceEvent, lane: Lane): SourceEvent | undefined => {
    if (event.type === 'instrument' && event.action === 'enter') {
      if (entered.has(event.instrumentId)) return undefined
      entered.add(event.instrumentId)
    }
    if (!isOneEpoch) return { ...event, seq: seq(0) }
    if (seen.take(event, lane)) return event
    repeated++
    return undefined
  }
  return {
    header,
    history: { [Symbol.iterator]: () => mergedHistory(sources, header.start, ids) },
    opening: first?.source.opening ?? null,
    get repeated() {
      return repeated
    },
    get nextTime() {
      return earliest()?.nextTime
    },
    next(limit = Infinity) {
      for (;;) {
        const lane = earliest()
        if (lane === undefined || (lane.nextTime ?? Infinity) > limit) return undefined
        const event = lane.next(limit)
        const taken = event === undefined ? undefined : take(event, lane)
        if (taken !== undefined) return taken
      }
    },
    async fill() {
      for (const lane of lanes) await lane.fill()
      return lanes.some(({ ended }) => !ended)
    },
    async close() {
      for (const source of sources) await source.close()
    },
  }
}

/** One tape on its way into the merged one. */
class Lane {
  readonly #source: TapeSource
  readonly #ids: IdMap
  /** Events that come before the tape's own, the last one first. */
  readonly #joining: SourceEvent[]
  ended = false

  constructor({ source, state }: MergedPart, isFirst: boolean, ids: IdMap) {
    this.#source = source
    this.#ids = ids
    const { header } = source
    // the first tape's state is the merged tape's own
    const joining = isFirst ? [] : [...ids.entering(header), ...state.map((event) => ids.event(event, header.epoch))]
    this.#joining = joining.reverse()
  }

  get nextTime(): number | undefined {
    return this.#joining.length > 0 ? this.#source.header.start : this.#source.nextTime
  }

  next(limit: number): SourceEvent | undefined {
    const joining = this.#joining.pop()
    if (joining !== undefined) return joining
    const event = this.#source.next(limit)
    return event === undefined ? undefined : this.#ids.event(event, this.#source.header.epoch)
  }

  async fill(): Promise<void> {
    if (!this.ended && this.nextTime === undefined) this.ended = !(await this.#source.fill())
  }
}

/** Which numbers of an epoch were taken, and from which tape: what another tape holds too is a repetition. */
class Seen {
  /** By instrument and channel: the last number, and the tape that it came from. */
  readonly #last = new Map<string, { seq: number; lane: Lane }>()

  take(event: SourceEvent, lane: Lane): boolean {
    // what is not numbered cannot be recognised
    if (event.seq === 0) return true
    const instrumentId = 'instrumentId' in event ? (event.instrumentId ?? 0) : 0
    const key = `${instrumentId}/${NUMBERED_IN[event.type]}`
    const last = this.#last.get(key)
    if (last === undefined) this.#last.set(key, { seq: event.seq, lane })
    else if (last.lane !== lane && event.seq <= last.seq) return false
    else if (event.seq >= last.seq) {
      last.seq = event.seq
      last.lane = lane
    }
    return true
  }
}

/** One symbol of two numberings at the same time would be two markets in one: throws `BAD_OPTION`. */
function refuseOverlaps(parts: readonly MergedPart[]): void {
  const known = parts.map(({ path, source }) => ({
    path,
    epoch: source.header.epoch,
    from: source.header.start,
    to: isSeekable(source) ? source.span.to : source.header.start,
    symbols: new Set(source.header.instruments.map(({ symbol }) => symbol)),
  }))
  for (const [place, one] of known.entries()) {
    for (const other of known.slice(place + 1)) {
      if (one.epoch === other.epoch || one.from > other.to || other.from > one.to) continue
      const shared = [...one.symbols].find((symbol) => other.symbols.has(symbol))
      if (shared === undefined) continue
      throw new TapedeckError(
        'BAD_OPTION',
        `${one.path} and ${other.path} both hold ${shared} at the same time, of different sources: leave it out of one of them by tapedeck cut --symbols`,
        { symbol: shared, files: [one.path, other.path] },
      )
    }
  }
}
