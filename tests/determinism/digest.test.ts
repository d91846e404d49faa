/** The same seed is the same tape on every engine: Node and a real Chromium agree to the last bit, and with what was once written down. */

import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser } from '../../scripts/browser.mjs'
import { historyText, simulatedDigests } from './simulated-digest.ts'

const SEED = 20_261_102
const COUNT = 200_000
const STEP = 20_000
/** SHA-256 over the first 200,000 events of model 1. It changes with the model's version and never otherwise. */
const GOLDEN = '7431ef976f8df96d75cb31e8fbf5e61af1008c227243c5e151228381ec9d4770'

let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await findBrowser(), args: ['--no-sandbox'] })
  page = await browser.newPage()
  await page.setContent('<!doctype html>')
  await page.addScriptTag({ content: await bundle() })
})

afterAll(() => browser.close())

describe('a simulated tape', () => {
  const inNode = simulatedDigests(SEED, COUNT, STEP)

  it('has the digest that was written down for its model', () => {
    expect(inNode.at(-1)).toBe(GOLDEN)
  })

  it('is the same in Chromium as in Node', async () => {
    expect(await page.evaluate(`tape.simulatedDigests(${SEED}, ${COUNT}, ${STEP})`)).toEqual(inNode)
  })

  it('has the same history in Chromium as in Node', async () => {
    const inBrowser = await page.evaluate(`tape.historyText(${SEED})`)
    expect(inBrowser === historyText(SEED)).toBe(true)
  })
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
