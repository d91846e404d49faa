/** Feeds, servers and pages for the journeys: all of them are closed after each test, and a page that complained fails it. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startFeedServer, type FeedServer, type FeedServerOptions } from '@tapedeck/feed-server'
import { DEFAULT_INSTRUMENTS } from '@tapedeck/simulator'
import type { Feed, ReplayOptions, ScenarioTape, TestTape } from '@tapedeck/testkit'
import { pageFeed } from '@tapedeck/testkit/playwright'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import { findBrowser } from '../../../scripts/browser.mjs'
import { waitUntilReady } from './page-reader.ts'

/** What the page may take to show what it was sent; a bound for failures, not a wait. */
export const PATIENCE = { timeout: 10_000 }
/** What a journey may take on a machine with other work: a bound for one that hangs, since everything it waits for has its own. */
const JOURNEY_MS = 60_000
/** A tape of a minute: BTC-USD, EUR-USD, AAPL and SHIB-USD. */
export const TAPE = fileURLToPath(new URL('../../../tests/fixtures/four-symbols.tape.jsonl', import.meta.url))
/** 2026-01-05T14:30:00Z, where the tape and every market of a journey begin. */
export const START = 1_767_623_400_000_000
export const SECOND = 1_000_000
/** All that the simulated market has, for pages that are to be full. */
export const EVERY_SYMBOL: readonly string[] = DEFAULT_INSTRUMENTS.map(({ instrument }) => instrument.symbol)

const PAGE = fileURLToPath(new URL('../dist', import.meta.url))

type Open = (address: string, width?: number, height?: number, serviceWorkers?: 'allow' | 'block') => Promise<Page>
type Served = ReplayOptions['server']

export interface Pages {
  /** A tape that stands at its beginning: whatever is played then, pages have drawn it when that resolves. */
  readonly play: (tape: TestTape, server?: Served) => Promise<Feed>
  /** The same of a market that happens now, as far as a page can tell. */
  readonly market: (market?: Partial<ScenarioTape>, server?: Served) => Promise<Feed>
  /** A server whose time runs by itself, or that is told what a feed cannot be. */
  readonly serve: (options: FeedServerOptions) => Promise<FeedServer>
  /** Opens an address in a browser of its own, which keeps nothing of the page unless that is allowed. */
  readonly browse: Open
  /** Opens the page so, and waits for all that it begins with. */
  readonly look: Open
  /** A folder that is gone after the test. */
  readonly folder: () => Promise<string>
}

/** Call it once, at the top of a test file. */
export function usePages(): Pages {
  let browser: Browser
  const open: { close(): unknown }[] = []
  let complaints: string[] = []
  vi.setConfig({ testTimeout: JOURNEY_MS })

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: await findBrowser() })
  })
  afterAll(() => browser.close())
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each.close()
    const heard = complaints
    complaints = []
    expect(heard).toEqual([])
  })
  const opened = <Closable extends { close(): unknown }>(each: Closable): Closable => {
    open.push(each)
    return each
  }
  const browse: Open = async (address, width = 1440, height = 900, serviceWorkers = 'block') => {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: 'dark',
      reducedMotion: 'reduce',
      serviceWorkers,
    })
    const page = await opened(context).newPage()
    page.setDefaultTimeout(PATIENCE.timeout)
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      // a lost connection is some tests' subject, and the browser reports it by itself
      if (message.type() === 'error' && !/WebSocket|ERR_CONNECTION/.test(message.text())) {
        complaints.push(message.text())
      }
    })
    await page.goto(address)
    return page
  }
  return {
    browse,
    play: async (tape, server) => opened(await pageFeed(tape, { page: PAGE, server })),
    market: async (market, server) =>
      opened(await pageFeed({ scenario: null, seed: 7, start: START, ...market }, { page: PAGE, live: true, server })),
    serve: async (options) => opened(await startFeedServer({ port: 0, ...options })),
    async look(...asked) {
      const page = await browse(...asked)
      await waitUntilReady(page)
      return page
    },
    async folder() {
      const path = await mkdtemp(join(tmpdir(), 'tapedeck-page-'))
      return opened({ path, close: () => rm(path, { recursive: true, force: true }) }).path
    },
  }
}
