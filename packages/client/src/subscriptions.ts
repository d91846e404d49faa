/**
 * Subscriptions of one client: each (symbol, channel) is joined once however many hold it, joined again after every
 * reconnection, and left with the last of them. What is asked in the same moment travels in one request.
 */

import { TapedeckError, type Channel, type Notice, type Reset, type Snapshot } from '@tapedeck/protocol'
import { checkRate, checkRequest } from './check-request.ts'
import type { Numbering, Subscription, SubscriptionListener, SubscriptionRequest } from './client-types.ts'
import { Holder } from './holder.ts'
import type { ResolvedOptions } from './options.ts'
import { Pair } from './pair.ts'
import { isPassing, refusedPairs } from './refusals.ts'
import { resumeOf } from './resume.ts'
import { closedError, type Granted, type Requests } from './requests.ts'
import { selectionsOf, type SelectionOf } from './selections.ts'
import { after, jittered } from './transport-timers.ts'

export interface Subscriptions {
  subscribe(request: SubscriptionRequest, listener: SubscriptionListener): Subscription
  /** There is a connection: everything is joined. */
  connected(): void
  /** The connection is gone, and with it everything that was joined. */
  disconnected(): void
  /** The deck's numbering as the server tells it; what belongs to another one is joined anew. */
  numbering(numbering: Numbering): void
  /** The deck began another take: state begins anew with these snapshots, which follow nothing. */
  reset(reset: Reset): void
  /** `state` is what the update makes the newest of its channel, if anything. */
  update(
    channel: Channel,
    update: { readonly symbol: string; readonly seq: number },
    state: object | undefined,
    tell: (listener: SubscriptionListener) => void,
  ): void
  /** The newest that is known of a channel. */
  latest(channel: Channel, symbol: string): object | undefined
  close(): void
}

/** Creates the subscriptions of a client to a deck. `onJoined` is told of every answer before its snapshots are. */
export function createSubscriptions(
  deck: string,
  requests: Requests,
  options: Pick<ResolvedOptions, 'reconnectDelayMs'>,
  onJoined: (snapshots: readonly Snapshot[]) => void,
): Subscriptions {
  const pairs = new Map<string, Pair>()
  /** Pairs that nobody holds any more and the server may still send. */
  const leaving = new Map<string, Pair>()
  /** Counts connections, so that an answer of a lost one is not taken for one of the next. */
  let generation = 0
  let isConnected = false
  let isClosed = false
  let isScheduled = false
  /** Set during a pause, in which nothing is sent. */
  let endPause: (() => void) | undefined

  /** Sends what is due once the current turn of the program is over. */
  const schedule = (): void => {
    if (isScheduled) return
    isScheduled = true
    void Promise.resolve().then(() => {
      isScheduled = false
      flush()
    })
  }
  /** What a refusal that time mends is met with: as long as the pause before a lost connection is made again. */
  const pause = (): void => {
    endPause ??= after(jittered(options.reconnectDelayMs), () => {
      endPause = undefined
      flush()
    })
  }
  const flush = (): void => {
    if (!isConnected || endPause !== undefined) return
    const left = [...leaving.values()]
    leaving.clear()
    selectionsOf(left).forEach(leave)
    const due = new Map<number | undefined, Pair[]>()
    for (const pair of pairs.values()) {
      if (pair.isDue) due.set(pair.rate, [...(due.get(pair.rate) ?? []), pair])
    }
    for (const ofRate of due.values()) selectionsOf(ofRate).forEach((selection) => join(selection))
  }

  const join = (selection: SelectionOf<Pair>, isAlone = false): void => {
    const asked = generation
    const { symbols, channels } = selection
    const maxRate = selection.pairs[0]?.rate
    for (const pair of selection.pairs) {
      pair.asked = true
      pair.askedRate = maxRate
    }
    const resume = resumeOf(selection.pairs)
    requests.send(
      'subscribe',
      {
        symbols,
        channels,
        deck,
        ...(resume === undefined ? {} : { resume }),
        ...(maxRate === undefined ? {} : { maxRate }),
      },
      {
        granted(answer) {
          if (asked !== generation) return
          begin(selection, answer)
          // its rate may have changed meanwhile
          schedule()
        },
        refused(error) {
          if (asked !== generation) return
          // those that were left and taken up again meanwhile are other pairs, with a request of their own
          const current = selection.pairs.filter((pair) => pairs.get(keyOf(pair)) === pair)
          for (const pair of current) pair.asked = false
          if (isPassing(error)) pause()
          else refuse(current, error, isAlone)
          schedule()
        },
      },
    )
  }
  const begin = (selection: SelectionOf<Pair>, answer: Granted<'subscribe'>): void => {
    onJoined(answer.snapshots)
    const numbering = { epoch: answer.epoch, take: answer.take }
    const snapshots = new Map(answer.snapshots.map((snapshot) => [keyOf(snapshot), snapshot]))
    for (const pair of selection.pairs) {
      const key = keyOf(pair)
      if (pairs.get(key) === pair) pair.begin(snapshots.get(key), numbering)
    }
  }

  /** Tells those who wait for what was refused, and takes it from them. */
  const refuse = (current: readonly Pair[], error: TapedeckError, isAlone: boolean): void => {
    const named = refusedPairs(current, error)
    const holders = new Set(current.flatMap((pair) => pair.waiting))
    if (named.length === 0 && holders.size > 1 && !isAlone) {
      askOneByOne(current, holders)
      return
    }
    const body = error.toBody()
    const refused = named.length > 0 ? named : current.map((pair) => ({ pair, notice: body }))
    const told = new Map<Holder, Set<Notice>>()
    for (const { pair, notice } of refused) {
      if (named.length > 0) pair.joined = false
      for (const holder of pair.waiting) {
        told.set(holder, (told.get(holder) ?? new Set()).add(notice))
        if (holder.isReady) release(holder, pair)
      }
    }
    for (const [holder, notices] of told) {
      notices.forEach((notice) => holder.refuse(notice))
      // as with the server, a subscription begins as a whole or not at all
      if (!holder.isReady) endHolder(holder, errorOf(notices, error))
    }
  }
  /** A request that is refused as a whole, by a limit for instance, is no reason to refuse each subscription in it. */
  const askOneByOne = (current: readonly Pair[], holders: ReadonlySet<Holder>): void => {
    const rest = new Set(current)
    for (const holder of holders) {
      const own = holder.pairs.filter((pair) => rest.delete(pair))
      selectionsOf(own).forEach((selection) => join(selection, true))
    }
  }

  const leave = (selection: SelectionOf<Pair>): void => {
    const asked = generation
    const { symbols, channels } = selection
    const again = (left: readonly Pair[]): void => {
      for (const pair of left) {
        const key = keyOf(pair)
        if (!pairs.has(key)) leaving.set(key, pair)
      }
    }
    requests.send(
      'unsubscribe',
      { symbols, channels, deck },
      {
        granted: () => undefined,
        refused(error) {
          if (asked !== generation) return
          if (isPassing(error)) {
            again(selection.pairs)
            pause()
            return
          }
          // a symbol that has ended meanwhile keeps the server from leaving the others
          const ended = new Set(refusedPairs(selection.pairs, error).map(({ pair }) => pair))
          if (ended.size > 0) again(selection.pairs.filter((pair) => !ended.has(pair)))
          schedule()
        },
      },
    )
  }

  const release = (holder: Holder, pair: Pair): void => {
    holder.release(pair)
    const key = keyOf(pair)
    // those who stay may want another rate
    if (pair.isHeld) schedule()
    if (pair.isHeld || pairs.get(key) !== pair) return
    pairs.delete(key)
    if (!isConnected || (!pair.joined && !pair.asked)) return
    leaving.set(key, pair)
    schedule()
  }
  const endHolder = (holder: Holder, error: TapedeckError): void => {
    for (const pair of holder.pairs) release(holder, pair)
    holder.end(error)
  }
  const pairOf = (symbol: string, channel: Channel): Pair => {
    const key = keyOf({ symbol, channel })
    const held = pairs.get(key)
    if (held !== undefined) return held
    const pair = new Pair({ symbol, channel })
    // the server holds it still where its leave has not been sent
    pair.joined = leaving.delete(key)
    pairs.set(key, pair)
    return pair
  }

  return {
    subscribe(request, listener) {
      const holder = new Holder(listener, request.maxRate)
      const impossible = isClosed ? closedError() : checkRequest(request)
      if (impossible === undefined) {
        for (const symbol of new Set(request.symbols)) {
          for (const channel of new Set(request.channels)) holder.hold(pairOf(symbol, channel))
        }
        holder.settle()
        schedule()
      } else {
        holder.fail(impossible)
        void Promise.resolve().then(() => holder.refuse(impossible.toBody()))
      }
      const unsubscribe = (): void => endHolder(holder, new TapedeckError('CLOSED', 'left before it was joined'))
      return {
        ready: holder.ready,
        unsubscribe,
        setMaxRate(maxRate) {
          const wrong = checkRate(maxRate)
          if (wrong !== undefined) throw wrong
          holder.maxRate = maxRate
          schedule()
        },
        get conflatedCount() {
          return holder.pairs.reduce((sum, pair) => sum + pair.conflatedCount, 0)
        },
      }
    },
    connected() {
      generation++
      isConnected = true
      flush()
    },
    disconnected() {
      generation++
      isConnected = false
      endPause?.()
      endPause = undefined
      leaving.clear()
      for (const pair of pairs.values()) {
        pair.joined = false
        pair.lose()
      }
    },
    numbering(numbering) {
      for (const pair of pairs.values()) {
        if (pair.differsFrom(numbering)) pair.forget()
      }
      schedule()
    },
    reset({ epoch, take, snapshots }) {
      for (const snapshot of snapshots) pairs.get(keyOf(snapshot))?.begin(snapshot, { epoch, take })
    },
    update(channel, { symbol, seq }, state, tell) {
      pairs.get(keyOf({ symbol, channel }))?.update(seq, state, tell)
    },
    latest: (channel, symbol) => pairs.get(keyOf({ symbol, channel }))?.latest,
    close() {
      isClosed = true
      generation++
      const holders = new Set([...pairs.values()].flatMap((pair) => pair.waiting))
      for (const holder of holders) holder.fail(closedError())
      pairs.clear()
    },
  }
}

function errorOf(notices: ReadonlySet<Notice>, error: TapedeckError): TapedeckError {
  const [first, ...others] = notices
  if (first === undefined || others.length > 0) return error
  return new TapedeckError(first.code, first.message, first.details)
}

function keyOf({ symbol, channel }: { readonly symbol: string; readonly channel: Channel }): string {
  return `${channel}/${symbol}`
}
