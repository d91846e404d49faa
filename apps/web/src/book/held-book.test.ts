import type { SubscriptionListener } from '@tapedeck/client'
import type { Book, InstrumentInfo } from '@tapedeck/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { HeldBook } from './held-book.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const info: InstrumentInfo = {
  id: 1,
  symbol: 'BTC-USD',
  name: 'Bitcoin',
  venue: 'TEST',
  assetClass: 'crypto',
  currency: 'USD',
  pricePrecision: 2,
  tickSize: 0.01,
  sizePrecision: 1,
  sizeIncrement: 0.1,
  lotSize: 0.1,
  barSource: 'trade',
  dayStart: { time: '00:00', timeZone: 'UTC' },
  calendar: '24/7',
}
/** CRC-32C of `9999:10,10001:30,`, by a program that is not ours. */
const CHECKSUM = 0x1b359e3c
const numbering = { epoch: 'e', take: 1 }

function snapshotOf(checksum: number): Book {
  const head = { symbol: 'BTC-USD', seq: 7, ts: 1, tsRecv: 2 }
  return { ...head, depth: 20, action: 'snapshot', bids: [[99.99, 1]], asks: [[100.01, 3]], checksum }
}

/** A deck that notes who joins and leaves, and says what the test says. */
function deck() {
  const heard: string[] = []
  let listener: SubscriptionListener = {}
  const book = new HeldBook(
    {
      subscribe: ({ symbols, channels }, joined) => {
        heard.push(`join ${symbols.join()} ${channels.join()}`)
        listener = joined
        return {
          ready: Promise.resolve(),
          unsubscribe: () => void heard.push('leave'),
          setMaxRate: () => undefined,
          conflatedCount: 0,
        }
      },
    },
    info,
    { updated: () => void heard.push('updated'), changed: () => void heard.push('changed') },
  )
  const snapshot = (data: Book | null): void =>
    listener.snapshot?.({ channel: 'book:20', symbol: 'BTC-USD', seq: data?.seq ?? 0, data }, numbering)
  const change = (of: Partial<Book>): void =>
    listener.book?.({ ...snapshotOf(CHECKSUM), action: 'delta', bids: [], asks: [], ...of })
  return { book, heard: () => heard.splice(0), snapshot, change }
}

describe('a book that is followed', () => {
  it('waits for the deck’s answer, which may be that there is none', () => {
    const { book, heard, snapshot } = deck()
    expect(heard()).toEqual(['join BTC-USD book:20'])
    expect(book.presence.kind).toBe('waiting')
    snapshot(null)
    expect(book.presence.kind).toBe('none')
    snapshot(snapshotOf(CHECKSUM))
    expect(book).toMatchObject({ presence: { kind: 'held' }, isSound: true, mismatches: 0 })
    expect(book.levels).toEqual({ bids: [[99.99, 1]], asks: [[100.01, 3]] })
    expect(heard()).toEqual(['changed', 'changed'])
  })

  it('is asked for anew at once where its levels are not the server’s, and after a pause where that did not help', async () => {
    const { book, heard, snapshot, change } = deck()
    snapshot(snapshotOf(CHECKSUM))
    heard()
    change({ seq: 8, bids: [[99.98, 2]], checksum: CHECKSUM })
    expect(book).toMatchObject({ isSound: false, mismatches: 1, newest: { seq: 8 } })
    // one more before the answer is no second reason to ask
    change({ seq: 9, bids: [[99.97, 2]] })
    expect(heard()).toEqual(['updated', 'changed', 'updated', 'changed'])
    await vi.advanceTimersByTimeAsync(0)
    expect(heard()).toEqual(['leave', 'join BTC-USD book:20'])

    snapshot(snapshotOf(CHECKSUM + 1))
    expect(book).toMatchObject({ isSound: false, mismatches: 2 })
    heard()
    await vi.advanceTimersByTimeAsync(999)
    expect(heard()).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(heard()).toEqual(['leave', 'join BTC-USD book:20'])
    snapshot(snapshotOf(CHECKSUM))
    expect(book.isSound).toBe(true)
  })

  it('asks no more once it is left', async () => {
    const { book, heard, snapshot } = deck()
    snapshot(snapshotOf(CHECKSUM + 1))
    heard()
    book.close()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(heard()).toEqual(['leave'])
  })
})
