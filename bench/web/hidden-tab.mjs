// @ts-check
/** A tab that another one hides, for as long as is asked, and what it shows when it is looked at again. */

import { beginFlashes, endFlashes } from './in-page.mjs'

/**
 * @param {import('playwright-core').Browser} browser started with `TABS`
 * @param {string} url
 * @param {number} hiddenMs
 * @param {number} watchedMs how long it is watched afterwards
 */
export async function hideTab(browser, url, hiddenMs, watchedMs) {
  const tab = await openTab(browser, url)
  await tab.until('document.documentElement?.dataset.ready === "true"')
  const other = await browser.newBrowserCDPSession()
  const { targetId } = await other.send('Target.createTarget', { url: 'about:blank' })
  await other.send('Target.activateTarget', { targetId })
  await tab.until('document.visibilityState === "hidden"')
  await pause(hiddenMs)
  const before = await tab.run(STATE)
  await tab.run(`(${beginFlashes})()`)
  await other.send('Target.closeTarget', { targetId })
  await tab.show()
  await tab.until('document.visibilityState === "visible"')
  await pause(watchedMs)
  const { flashes, rightAfterMs } = await tab.run(`(${endFlashes})()`)
  const after = await tab.run(STATE)
  await tab.close()
  return { before, after, flashes, rightAfterMs }
}

/** What Chromium is started with, so that a tab can be hidden. */
export const TABS = {
  args: ['--headless=new'],
  ignoreDefaultArgs: ['--headless', '--disable-backgrounding-occluded-windows'],
}

/** What the page says of its newest data. */
const STATE = `({
  face: document.querySelector('[data-testid=connection]')?.dataset.kind,
  clock: document.querySelector('[data-testid=clock]')?.textContent,
})`

/**
 * A tab that nobody emulates a focus for.
 * @param {import('playwright-core').Browser} browser @param {string} url
 */
async function openTab(browser, url) {
  const root = await browser.newBrowserCDPSession()
  const { targetId } = await root.send('Target.createTarget', { url })
  const { sessionId } = await root.send('Target.attachToTarget', { targetId, flatten: false })
  /** @type {Map<number, (answer: any) => void>} */
  const waiting = new Map()
  let asked = 0
  root.on('Target.receivedMessageFromTarget', ({ message }) => {
    const answer = JSON.parse(message)
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  /** @param {string} expression @returns {Promise<any>} */
  const run = (expression) =>
    new Promise((resolve, reject) => {
      const id = ++asked
      waiting.set(id, ({ result }) => {
        if (result?.exceptionDetails === undefined) resolve(result?.result?.value)
        else reject(new Error(result.exceptionDetails.exception?.description ?? expression))
      })
      const params = { expression, returnByValue: true, awaitPromise: true }
      const message = JSON.stringify({ id, method: 'Runtime.evaluate', params })
      root.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject)
    })
  /** @param {string} expression */
  const until = async (expression) => {
    for (let tries = 0; tries < TRIES; tries++) {
      if (await run(expression)) return
      await pause(PAUSE_MS)
    }
    throw new Error(`it never came true: ${expression}`)
  }
  return {
    run,
    until,
    show: () => root.send('Target.activateTarget', { targetId }),
    close: () => root.send('Target.closeTarget', { targetId }),
  }
}

const TRIES = 300
const PAUSE_MS = 100

/** @param {number} ms @returns {Promise<void>} */
function pause(ms) {
  return new Promise((resolve) => void setTimeout(resolve, ms))
}
