/** What scenarios hold over one row: what is still to be done, paths of the price, multiples in force, limit bands. */

import { MICROS_PER_SECOND, type Micros } from '@tapedeck/protocol'
import { dexp, dln } from '../arithmetic/elementary.ts'
import type { Action, Bands, Multiples } from '../scenario/actions.ts'
import type { ToldTrade } from './event-writer.ts'
import { FIELD, type Rows } from './rows.ts'

/** A line through levels of the logarithm of the price, or through prices in ticks, at tape times. */
interface Line {
  readonly times: readonly number[]
  readonly levels: readonly number[]
  /** How much of a path the price has gone already. */
  gone: number
}

/** Means of trades over five minutes, in parts, and the limit that they make (LULD: the reference moves by 1 % or more, after 30 s). */
interface Limit {
  readonly bands: Bands
  reference: number
  readonly sums: number[]
  readonly counts: number[]
  part: number
  /** When the price came to a limit; null while it is within. */
  since: number | null
}

/** All of it, as plain data. */
export interface SavedScript {
  actions: Action[]
  windows: { readonly id: string; readonly times: Multiples }[]
  paths: Line[]
  target: Line | null
  limit: Limit | null
  fatFingers: Record<string, ToldTrade>
  /** How many things keep the row from trading as usual: silences, crossed quotes, stubs. */
  suspended: number
}

const PART_MICROS = 30 * MICROS_PER_SECOND
const PARTS = 10
const LEAST_REFERENCE_MOVE = 0.01
/** At every event the price goes this share of the way to its target. */
const PULL = 0.2

export class RowScript {
  data: SavedScript = { actions: [], windows: [], paths: [], target: null, limit: null, fatFingers: {}, suspended: 0 }
  private readonly rows: Rows

  constructor(rows: Rows) {
    this.rows = rows
  }

  /** Adds actions, in the order of their times; after those that are there already. */
  add(row: number, actions: readonly Action[]): void {
    this.data.actions = [...this.data.actions, ...actions].sort((one, other) => one.time - other.time)
    this.schedule(row)
  }

  /** One thing less keeps the row from trading. Whether none does. */
  release(): boolean {
    this.data.suspended = Math.max(0, this.data.suspended - 1)
    return this.data.suspended === 0
  }

  schedule(row: number): void {
    this.rows.set(row, FIELD.scriptTimer, this.data.actions[0]?.time ?? Infinity)
  }

  beginPath(time: Micros, points: readonly { readonly after: number; readonly change: number }[]): void {
    this.data.paths.push({
      times: [time, ...points.map(({ after }) => time + after)],
      levels: [0, ...points.map(({ change }) => dln(1 + change))],
      gone: 0,
    })
  }

  /** `prices` in ticks. */
  beginTarget(row: number, time: Micros, afters: readonly number[], prices: readonly number[]): void {
    const ticks = this.rows.price.ticks(row)
    this.data.target = { times: [time, ...afters.map((after) => time + after)], levels: [ticks, ...prices], gone: 0 }
  }

  /** Moves the row's price as paths and targets want it at a time. */
  steer(row: number, time: Micros): void {
    const { price } = this.rows
    const { paths, target } = this.data
    for (const path of paths) {
      const level = levelAt(path, time)
      if (level === path.gone) continue
      price.set(row, price.ticks(row) * dexp(level - path.gone))
      path.gone = level
    }
    if (paths.length > 0) this.data.paths = paths.filter(({ times }) => time < (times.at(-1) ?? 0))
    if (target === null) return
    const isOver = time >= (target.times.at(-1) ?? 0)
    const ticks = price.ticks(row)
    price.set(row, ticks + (levelAt(target, time) - ticks) * (isOver ? 1 : PULL))
    if (isOver) this.data.target = null
  }

  /** A price in ticks that somebody traded at. */
  traded(time: Micros, ticks: number): void {
    const { limit } = this.data
    if (limit === null) return
    const part = Math.floor(time / PART_MICROS)
    if (part !== limit.part) {
      this.moveReference(limit)
      for (let gone = Math.max(limit.part + 1, part - PARTS + 1); gone <= part; gone++) {
        limit.sums[gone % PARTS] = 0
        limit.counts[gone % PARTS] = 0
      }
      limit.part = part
    }
    limit.sums[part % PARTS] = (limit.sums[part % PARTS] ?? 0) + ticks
    limit.counts[part % PARTS] = (limit.counts[part % PARTS] ?? 0) + 1
  }

  beginLimit(row: number, time: Micros, bands: Bands): void {
    this.data.limit = {
      bands,
      reference: this.rows.price.ticks(row),
      sums: Array.from({ length: PARTS }, () => 0),
      counts: Array.from({ length: PARTS }, () => 0),
      part: Math.floor(time / PART_MICROS),
      since: null,
    }
  }

  /** Keeps the sides that the touch has found within the bands, and notes when the price comes to a limit. */
  limit(row: number, time: Micros): void {
    const { limit } = this.data
    if (limit === null) return
    const { touch, price } = this.rows
    const [lowest, highest] = bandOf(limit)
    touch.bid = Math.max(lowest, Math.min(touch.bid, highest - 1))
    touch.ask = Math.min(highest, Math.max(touch.ask, touch.bid + 1))
    const ticks = price.ticks(row)
    const isAtLimit = ticks <= lowest || ticks >= highest
    if (!isAtLimit) limit.since = null
    else if (limit.since === null) {
      limit.since = time
      this.add(row, [{ time: (time + limit.bands.limitState) as Micros, deed: { do: 'check-limit' } }])
    }
  }

  /** What is to happen where the limit state has lasted too long: a pause, then an auction. The reference begins anew. */
  pauseAt(row: number, time: Micros): readonly Action[] {
    const { limit } = this.data
    if (limit === null || limit.since === null || time < limit.since + limit.bands.limitState) return []
    const { pause, auction } = limit.bands
    const direction = this.rows.price.ticks(row) < limit.reference ? 'down' : 'up'
    const at = (after: number, deed: Action['deed']): Action => ({ time: (time + after) as Micros, deed })
    this.beginLimit(row, time, limit.bands)
    const reopen = at(pause + auction, { do: 'release' })
    const halted = at(0, { do: 'override', status: 'halted', reason: `limit ${direction}: trading pause` })
    const anew = at(pause + auction, { do: 'bands', bands: limit.bands })
    if (auction === 0) return [halted, anew, reopen]
    return [halted, at(pause, { do: 'override', status: 'auction', reason: 'reopening auction' }), anew, reopen]
  }

  /** Ticks become so many times as small. */
  rescale(times: number): void {
    const { data } = this
    if (data.target !== null) data.target = { ...data.target, levels: data.target.levels.map((level) => level * times) }
    if (data.limit !== null) {
      data.limit.reference *= times
      data.limit.sums.forEach((sum, part, sums) => (sums[part] = sum * times))
    }
  }

  private moveReference(limit: Limit): void {
    const count = limit.counts.reduce((sum, n) => sum + n, 0)
    if (count === 0) return
    const mean = limit.sums.reduce((sum, n) => sum + n, 0) / count
    if (Math.abs(mean - limit.reference) >= LEAST_REFERENCE_MOVE * Math.abs(limit.reference)) limit.reference = mean
  }
}

/** Lowest and highest price that may be quoted, in ticks. */
function bandOf({ reference, bands }: Limit): readonly [number, number] {
  const half = Math.abs(reference) * bands.band
  return [Math.ceil(reference - half), Math.max(Math.floor(reference + half), Math.ceil(reference - half) + 1)]
}

function levelAt({ times, levels }: Line, time: number): number {
  const next = times.findIndex((each) => each > time)
  if (next < 0) return levels.at(-1) ?? 0
  if (next === 0) return levels[0] ?? 0
  const [from = 0, to = 0] = [times[next - 1], times[next]]
  const [low = 0, high = 0] = [levels[next - 1], levels[next]]
  return low + ((high - low) * (time - from)) / (to - from)
}
