/** Reads the page as a person would: rows, legend, connection and deck, by the hooks that the page keeps for it. */

import type { Page } from 'playwright-core'

/** The fields of a row of the watchlist. Numbers are plain decimal text (`-1234.50`), a dash where nothing is known. */
export interface ShownRow {
  readonly last: string
  /** Percent, without its sign of percent. */
  readonly change: string
  readonly bid: string
  readonly bidSize: string
  readonly ask: string
  readonly askSize: string
  readonly volume: string
  /** As it is shown: `3 s`. */
  readonly age: string
  readonly isStale: boolean
  readonly isSelected: boolean
}

/** The legend of the chart, in plain decimal text. */
export interface ShownBar {
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
  readonly volume: string
}

/** The deck along the foot of the page, as it is shown; what is not shown is missing. */
export type ShownDeck = Readonly<
  Partial<Record<'lamp' | 'deck' | 'source' | 'date' | 'position' | 'speed' | 'events' | 'state' | 'digest', string>>
>

/** Resolves once the page has drawn its first frame with data, and its chart has what draws it and its bars, which come last. */
export async function waitUntilReady(page: Page): Promise<void> {
  await page.waitForSelector('html[data-ready="true"]')
  await page.waitForSelector('.canvas canvas', { state: 'attached' })
  const close = page.getByTestId('legend').locator('[data-field="close"]')
  await close.filter({ hasText: /\d/ }).waitFor({ state: 'attached' })
}

/** The address as the page has it now: what the browser's own side knows of it may come later. */
export function addressOf(page: Page): Promise<string> {
  return page.evaluate(() => location.href)
}

/** A symbol's row. Waits for it to be there. */
export async function readRow(page: Page, symbol: string): Promise<ShownRow> {
  const row = page.locator(`[data-symbol="${symbol}"]`)
  // one evaluation, so that all fields are of the same frame
  const { fields, isStale, isSelected } = await row.evaluate((element) => ({
    fields: Object.fromEntries(
      [...element.querySelectorAll<HTMLElement>('[data-field]')].map((field) => [
        field.dataset['field'],
        field.textContent,
      ]),
    ) as Record<string, string>,
    isStale: element.dataset['freshness'] === 'stale',
    isSelected: element.getAttribute('aria-selected') === 'true',
  }))
  const plain = (name: string): string => plainNumber(fields[name] ?? '')
  return {
    last: plain('last'),
    change: plain('change'),
    bid: plain('bid'),
    bidSize: plain('bidSize'),
    ask: plain('ask'),
    askSize: plain('askSize'),
    volume: plain('volume'),
    age: fields['age'] ?? '',
    isStale,
    isSelected,
  }
}

/** The legend: the bar under the pointer, else the newest. */
export async function readLegend(page: Page): Promise<ShownBar> {
  const fields = await readFields(page, 'legend')
  const plain = (name: string): string => plainNumber(fields[name] ?? '')
  return { open: plain('open'), high: plain('high'), low: plain('low'), close: plain('close'), volume: plain('volume') }
}

/** The deck strip. */
export async function readDeck(page: Page): Promise<ShownDeck> {
  return readFields(page, 'deck')
}

/** `playing`, `paused`, ... */
export async function stateOf(page: Page): Promise<string | undefined> {
  return (await readDeck(page)).state
}

/** Where the deck stands, as the page writes it: `14:30:10.500`. */
export async function positionOf(page: Page): Promise<string> {
  return (await readDeck(page)).position ?? ''
}

/** Events that the deck has played in this take. */
export async function eventsOf(page: Page): Promise<number> {
  return Number((await readDeck(page)).events?.replaceAll(',', ''))
}

/** Whether the page shows a recording or the market that happens now: `replay`, `live`. */
export function modeOf(page: Page): Promise<string | null> {
  return page.locator('html').getAttribute('data-mode')
}

/** What the page says of its connection, and the kind behind it: `live`, `replay`, `reconnecting`, ... */
export async function readConnection(page: Page): Promise<{ readonly kind: string; readonly text: string }> {
  return page.getByTestId('connection').evaluate((pill) => ({
    kind: pill.dataset['kind'] ?? '',
    text: pill.querySelector('.text')?.textContent.trim() ?? '',
  }))
}

/** Plain decimal text of a number as the page writes it: `+1,234.50%` is `1234.50`. */
function plainNumber(shown: string): string {
  return shown.trim().replaceAll(',', '').replace('\u2212', '-').replace(/^\+/, '').replace(/%$/, '')
}

function readFields(page: Page, testId: string): Promise<Record<string, string>> {
  return page
    .getByTestId(testId)
    .evaluate(
      (element) =>
        Object.fromEntries(
          [...element.querySelectorAll<HTMLElement>('[data-field]')].map((field) => [
            field.dataset['field'],
            field.textContent.trim(),
          ]),
        ) as Record<string, string>,
    )
}
