/** The same seed is the same tape on every engine: Node and a real Chromium agree to the last bit, and with what was once written down. */

import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser } from '../../scripts/browser.mjs'
import { historyText, simulatedDigests, type TapeCase } from './simulated-digest.ts'

const STEP = 20_000
/** SHA-256 over the first events of tapes of model 2. They change with the model's version and never otherwise. */
const GOLDEN: readonly (readonly [TapeCase, string])[] = [
  [
    { seed: 20_261_102, scenarios: [], sessions: false, events: 200_000 },
    '8d73b8f46faf8f82c0f0eaa95bb7f316e0c174e7e88098f3f4b9fb05416e37fb',
  ],
  [
    { seed: 7, scenarios: ['everything'], sessions: false, events: 160_000 },
    '168f9237f253d12f4240005394f559360949094555700eb08bb6b7bb8bfa17d9',
  ],
  [
    { seed: 1, scenarios: ['flash-crash', 'faulty-feed'], sessions: true, events: 160_000 },
    'df6deaf2a18bae303d39171f988a0eefdbc712bb796e7f90ce436c75d51ef937',
  ],
]

let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await findBrowser(), args: ['--no-sandbox'] })
  page = await browser.newPage()
  await page.setContent('<!doctype html>')
  await page.addScriptTag({ content: await bundle() })
})

afterAll(() => browser.close())

describe.each(GOLDEN)('the tape of %j', (tape, golden) => {
  const inNode = simulatedDigests(tape, STEP)

  it('has the digest that was written down for its model', () => {
    expect(inNode.at(-1)).toBe(golden)
  })

  it('is the same in Chromium as in Node', async () => {
    expect(await page.evaluate(`tape.simulatedDigests(${JSON.stringify(tape)}, ${STEP})`)).toEqual(inNode)
  })
})

it.each([true, false])('history is the same in Chromium as in Node, with sessions: %s', async (sessions) => {
  const inBrowser = await page.evaluate(`tape.historyText(3, ${sessions})`)
  expect(inBrowser === historyText(3, sessions)).toBe(true)
})

/** The digest's module and all that it needs as one script that defines `tape`. */
async function bundle(): Promise<string> {
  const outputs = await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] },
    build: {
      write: false,
      minify: false,
      lib: {
        entry: fileURLToPath(new URL('simulated-digest.ts', import.meta.url)),
        formats: ['iife'],
        name: 'tape',
      },
    },
  })
  const [output] = Array.isArray(outputs) ? outputs : []
  const [chunk] = output?.output ?? []
  if (chunk?.type !== 'chunk') throw new Error('Vite made no script')
  return chunk.code
}
