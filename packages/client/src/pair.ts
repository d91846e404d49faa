/** One (symbol, channel) that subscriptions share: who holds it, who still waits for its snapshot, and how far its numbering has come. */

import type { Channel, MissedUpdate, Snapshot } from '@tapedeck/protocol'
import type { Numbering, SubscriptionListener } from './client-types.ts'
import type { Holder } from './holder.ts'
import type { PairName } from './selections.ts'

export class Pair implements PairName {
  readonly symbol: string
  readonly channel: Channel
  readonly #holders = new Set<Holder>()
  /** Holders that hear no updates yet, because they have no snapshot that these would follow. */
  readonly #waiting = new Set<Holder>()
  #numbering: Numbering | undefined
  #lastSeq = 0
  /** Holders that heard it up to a lost connection, and where they stood: what they missed may follow. */
  #resuming: { readonly holders: ReadonlySet<Holder>; readonly numbering: Numbering; readonly seq: number } | undefined
  /** The newest that was heard of it; undefined before the first, and on a new take. */
  latest: object | undefined
  /** Updates that were folded into newer ones on their way. */
  conflatedCount = 0
  /** Whether a join has been sent and not answered. */
  asked = false
  /** The highest rate that the server was asked for; undefined for none. */
  askedRate: number | undefined
  /** Whether the server may hold it for us, so that it has to be left. */
  joined = false

  constructor({ symbol, channel }: PairName) {
    this.symbol = symbol
    this.channel = channel
  }

  get isHeld(): boolean {
    return this.#holders.size > 0
  }

  /** Whether all of its updates are heard, and none is folded. */
  get #isWhole(): boolean {
    return this.channel === 'trade' || this.channel === 'status'
  }

  /** The highest rate that serves everybody who holds it; undefined where somebody wants every update. */
  get rate(): number | undefined {
    if (this.#isWhole) return undefined
    let highest = 0
    for (const { maxRate } of this.#holders) {
      if (maxRate === undefined) return undefined
      highest = Math.max(highest, maxRate)
    }
    return highest === 0 ? undefined : highest
  }

  /** Whether a join has to be sent: the first one, or one that changes its rate. */
  get isDue(): boolean {
    return !this.asked && (this.#waiting.size > 0 || (this.joined && this.rate !== this.askedRate))
  }

  get waiting(): readonly Holder[] {
    return [...this.#waiting]
  }

  add(holder: Holder): void {
    this.#holders.add(holder)
    this.#waiting.add(holder)
  }

  remove(holder: Holder): void {
    this.#holders.delete(holder)
    this.#waiting.delete(holder)
  }

  /** The number up to which everybody heard it before the connection was lost, and its numbering; of channels whose updates are all heard. */
  get resume(): { readonly numbering: Numbering; readonly seq: number } | undefined {
    const resuming = this.#resuming
    // whoever came since needs a whole snapshot
    return [...this.#holders].every((holder) => resuming?.holders.has(holder)) ? resuming : undefined
  }

  /** The connection was lost: state begins anew, but for what the server can still tell. */
  lose(): void {
    const holders = new Set([...this.#holders].filter((holder) => !this.#waiting.has(holder)))
    const numbering = this.#numbering
    const seq = this.#lastSeq
    const isResumed = this.#isWhole && numbering !== undefined
    // a connection that is lost again before it was resumed changes nothing
    const before = this.#resuming
    const { latest } = this
    this.forget()
    this.latest = latest
    this.#resuming = isResumed ? { holders, numbering, seq } : before
  }

  /** State is to begin anew: the deck began another take. */
  forget(): void {
    this.asked = false
    this.#resuming = undefined
    this.#numbering = undefined
    this.#lastSeq = 0
    this.latest = undefined
    for (const holder of this.#holders) this.#waiting.add(holder)
  }

  /** Whether its state belongs to another numbering. Before its first snapshot it belongs to none. */
  differsFrom(numbering: Numbering): boolean {
    return this.#numbering !== undefined && !isSame(this.#numbering, numbering)
  }

  /**
   * Takes a snapshot: those who waited hear it, and all do where it is ahead of what they have heard or numbered anew.
   * `undefined` where the server sent none.
   */
  begin(snapshot: Snapshot | undefined, numbering: Numbering): void {
    this.asked = false
    this.joined = true
    const listeners = [...(this.#isBehind(snapshot, numbering) ? this.#holders : this.#waiting)]
    this.#waiting.clear()
    if (this.#numbering === undefined || this.differsFrom(numbering)) this.#lastSeq = snapshot?.seq ?? 0
    else this.#lastSeq = Math.max(this.#lastSeq, snapshot?.seq ?? 0)
    this.#numbering = numbering
    if (snapshot !== undefined && snapshot.seq >= this.#lastSeq) this.#take(stateOf(snapshot))
    const resumed = snapshot?.recovery?.state === 'recovered' ? this.#resuming?.holders : undefined
    const missed = snapshot?.recovery?.state === 'recovered' ? snapshot.recovery.missed : []
    this.#resuming = undefined
    this.#take(missed.at(-1)?.data)
    for (const holder of listeners) {
      if (resumed?.has(holder) === true)
        missed.forEach((update) => holder.tell(this, (listener) => tellMissed(listener, update)))
      else if (snapshot !== undefined) holder.tell(this, (listener) => listener.snapshot?.(snapshot, numbering))
      holder.begun(this)
    }
  }

  #isBehind(snapshot: Snapshot | undefined, numbering: Numbering): boolean {
    return this.differsFrom(numbering) || (snapshot !== undefined && snapshot.seq > this.#lastSeq)
  }

  /** Passes an update on to whoever has a snapshot, unless it is as old as what they have heard. `state` is what it makes the newest. */
  update(seq: number, state: object | undefined, tell: Parameters<Holder['tell']>[1]): void {
    if (this.#numbering === undefined || seq <= this.#lastSeq) return
    // a connection loses nothing: numbers that are missing were folded into this one
    if (!this.#isWhole) this.conflatedCount += seq - this.#lastSeq - 1
    this.#lastSeq = seq
    this.#take(state)
    for (const holder of this.#holders) {
      if (!this.#waiting.has(holder)) holder.tell(this, tell)
    }
  }

  #take(state: object | undefined): void {
    // the correction of an earlier bar is newer than the running one, and does not take its place
    if (state !== undefined && opened(state) >= opened(this.latest)) this.latest = state
  }
}

function opened(state: object | undefined): number {
  return state !== undefined && 'tsOpen' in state ? Number(state.tsOpen) : 0
}

/** The newest value of a snapshot. */
function stateOf({ channel, data }: Snapshot): object | undefined {
  return (channel === 'trade' ? data.at(-1) : data) ?? undefined
}

function tellMissed(listener: SubscriptionListener, update: MissedUpdate): void {
  if (update.event === 'trade') listener.trade?.(update.data)
  else if (update.event === 'trade-bust') listener.tradeBust?.(update.data)
  else listener.status?.(update.data)
}

function isSame(a: Numbering, b: Numbering): boolean {
  return a.epoch === b.epoch && a.take === b.take
}
