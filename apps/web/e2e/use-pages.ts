/** Servers and pages for the journeys: all of them are closed after each test, and a page that complained fails it. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFeedServer, type FeedServer, type FeedServerOptions } from '@tapedeck/feed-server'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { findBrowser } from '../../../scripts/browser.mjs'
import { waitUntilReady } from './page-reader.ts'

/** What the page may take to show what it was sent; a bound for failures, not a wait. */
export const PATIENCE = { timeout: 10_000 }

type Open = (address: string, width?: number, height?: number, serviceWorkers?: 'allow' | 'block') => Promise<Page>

export interface Pages {
  readonly serve: (options: FeedServerOptions) => Promise<FeedServer>
  /** Opens an address in a browser of its own, which keeps nothing of the page unless that is allowed. */
  readonly browse: Open
  /** Opens the page so, and waits for its first data. */
  readonly look: Open
  /** A folder that is gone after the test. */
  readonly folder: () => Promise<string>
}

/** Call it once, at the top of a test file. */
export function usePages(): Pages {
  let browser: Browser
  const open: { close(): unknown }[] = []
  let complaints: string[] = []

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
  const browse: Open = async (address, width = 1440, height = 900, serviceWorkers = 'block') => {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: 'dark',
      reducedMotion: 'reduce',
      serviceWorkers,
    })
    open.push(context)
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
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
    async serve(options) {
      const server = await startFeedServer({ port: 0, ...options })
      open.push(server)
      return server
    },
    async look(...asked) {
      const page = await browse(...asked)
      await waitUntilReady(page)
      return page
    },
    async folder() {
      const path = await mkdtemp(join(tmpdir(), 'tapedeck-page-'))
      open.push({ close: () => rm(path, { recursive: true, force: true }) })
      return path
    },
  }
}
