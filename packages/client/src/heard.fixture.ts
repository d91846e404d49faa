/** A listener for tests that keeps everything it hears and lets a test wait for it. */

import type { SubscriptionListener } from './client-types.ts'

type Name = keyof SubscriptionListener

export interface Heard {
  readonly listener: SubscriptionListener
  /** `snapshot BTC-USD 5`, `quote BTC-USD 6`, `refused UNKNOWN_SYMBOL`, in the order in which they came. */
  readonly lines: string[]
  /** Resolves once so many things have been heard. */
  until(count: number): Promise<void>
}

export function createHeard(): Heard {
  const lines: string[] = []
  const watchers = new Set<() => void>()
  const hear = (line: string): void => {
    lines.push(line)
    watchers.forEach((check) => check())
  }
  const update =
    (name: Name) =>
    (event: { readonly symbol: string; readonly seq: number }): void =>
      hear(`${name} ${event.symbol} ${event.seq}`)
  return {
    lines,
    listener: {
      snapshot: (snapshot, { take }) =>
        hear(`snapshot ${snapshot.channel} ${snapshot.symbol} ${snapshot.seq} of take ${take}`),
      quote: update('quote'),
      trade: update('trade'),
      tradeBust: update('tradeBust'),
      stats: update('stats'),
      status: update('status'),
      bar: update('bar'),
      refused: (notice) => hear(`refused ${notice.code}`),
    },
    until: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (lines.length < count) return
          watchers.delete(check)
          resolve()
        }
        watchers.add(check)
        check()
      }),
  }
}
