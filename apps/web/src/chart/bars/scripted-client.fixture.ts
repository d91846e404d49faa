/** A client whose server answers when the test says so. */

import type { BarSource, SubscriptionListener } from '@tapedeck/client'
import type { Bar, HistoryAnswer, HistoryRequest, Snapshot } from '@tapedeck/protocol'

type Answer = Extract<HistoryAnswer, { ok: true }>

export interface ScriptedClient extends BarSource {
  /** History requests so far. */
  readonly asked: readonly HistoryRequest[]
  /** Joins, or joins again. */
  join(): void
  bar(bar: Bar): void
  /** Answers the n-th history request; resolves when the answer has been heard. */
  answer(index: number, seq: number, bars: readonly Bar[], hasMore?: boolean): Promise<void>
  refuse(index: number, error: Error): Promise<void>
}

export function scriptedClient(): ScriptedClient {
  const asked: HistoryRequest[] = []
  const waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void }[] = []
  let listener: SubscriptionListener = {}
  return {
    asked,
    subscribe(_request, heard) {
      listener = heard
      return { unsubscribe: () => undefined }
    },
    history(request) {
      asked.push(request)
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }))
    },
    join: () =>
      listener.snapshot?.({ channel: 'bar:1m', symbol: 'BTC-USD', seq: 0, data: null } satisfies Snapshot, numbering),
    bar: (bar) => listener.bar?.(bar),
    async answer(index, seq, bars, hasMore = false) {
      waiting[index]?.resolve({ ok: true, ...numbering, seq, bars, hasMore })
      await Promise.resolve()
    },
    async refuse(index, error) {
      waiting[index]?.reject(error)
      await Promise.resolve()
    },
  }
}

const numbering = { epoch: 'e', take: 1 }
