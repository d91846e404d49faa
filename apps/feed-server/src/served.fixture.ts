/** Servers on a virtual clock and stock clients for tests; all of them are closed after each test. */

import type { SubscribeAnswer } from '@tapedeck/protocol'
import { afterEach } from 'vitest'
import type { FeedServerOptions } from './options.ts'
import { startFeedServer, type FeedServer } from './start-feed-server.ts'
import { connectStock, type StockClient } from './stock-client.fixture.ts'

/** 2026-01-05T14:30:00Z, where the simulated market of these tests starts. */
export const START = 1_767_623_400_000_000

/** The answer of a subscribe that was not refused. */
export type Joined = Extract<SubscribeAnswer, { ok: true }>

export interface Served {
  /** A market of four symbols that stands at {@link START}. */
  readonly serve: (options?: FeedServerOptions) => Promise<FeedServer>
  readonly connect: (server: FeedServer, options?: Parameters<typeof connectStock>[1]) => Promise<StockClient>
}

/** Call it once, at the top of a test file. */
export function useServers(): Served {
  const open: { close(): unknown }[] = []
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each.close()
  })
  return {
    async serve(options = {}) {
      const symbols = ['BTC-USD', 'ETH-USD', 'EUR-USD', 'AAPL']
      const market = { clock: 'virtual', seed: 7, start: START, historyBars: 50, symbols } as const
      const server = await startFeedServer({ port: 0, pageFolder: null, ...market, ...options })
      open.push(server)
      return server
    },
    async connect(server, options = {}) {
      const client = await connectStock(server.url, options)
      open.push(client)
      return client
    },
  }
}
