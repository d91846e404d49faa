// @ts-check
/** What bench/web.mjs watches from inside the page: frames, long tasks, and when the first price was there. Handed to the browser as text. */

/** To be run before the page's own scripts. */
export function watchPage() {
  const seen = /** @type {any} */ (globalThis)
  seen.bench = { frames: [], longTasks: [], isOn: false }
  const { bench } = seen
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (bench.isOn) bench.longTasks.push(entry.duration)
  }).observe({ type: 'longtask' })
  bench.firstPrice = new Promise((resolve) => {
    const lookForPrice = () => {
      const price = document.querySelector('[data-field="last"]')?.textContent ?? ''
      // the frame in which it stands has still to be painted
      if (/\d/.test(price)) requestAnimationFrame(() => resolve(performance.now()))
      else requestAnimationFrame(lookForPrice)
    }
    requestAnimationFrame(lookForPrice)
  })
}

/** When the first price was there, in milliseconds after navigation began. @returns {Promise<number>} */
export function firstPrice() {
  return /** @type {any} */ (globalThis).bench.firstPrice
}

/** Begins to note the time of each frame. */
export function beginFrames() {
  const { bench } = /** @type {any} */ (globalThis)
  bench.frames = []
  bench.longTasks = []
  bench.isOn = true
  let before = performance.now()
  const note = () => {
    const now = performance.now()
    bench.frames.push(now - before)
    before = now
    bench.request = requestAnimationFrame(note)
  }
  bench.request = requestAnimationFrame(note)
}

/** Ends that, and tells what was noted. */
export function endFrames() {
  const { bench } = /** @type {any} */ (globalThis)
  bench.isOn = false
  cancelAnimationFrame(bench.request)
  const { frames, longTasks } = bench
  return { frames, longTasks }
}

/** Begins to count flashes, and to look for the moment at which every row shows its newest price. To be run in a hidden tab. */
export function beginFlashes() {
  const seen = /** @type {any} */ (globalThis)
  const flashes = { count: 0, shownAt: NaN, drawnAt: NaN }
  seen.flashes = flashes
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (target instanceof HTMLElement && target.dataset['moved'] === '1') flashes.count++
    }
  }).observe(document.body, { subtree: true, attributeFilter: ['data-moved'] })
  document.addEventListener(
    'visibilitychange',
    () => {
      flashes.shownAt = performance.now()
      // the first frame draws what waited; the one after shows that it was painted
      requestAnimationFrame(() => requestAnimationFrame(() => (flashes.drawnAt = performance.now())))
      seen.flashesAtOnce = new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(flashes.count)))
      })
    },
    { once: true },
  )
}

/** Tells how many flashes the first two frames brought, and how soon they were drawn. */
export async function endFlashes() {
  const seen = /** @type {any} */ (globalThis)
  const flashes = await seen.flashesAtOnce
  return { flashes, rightAfterMs: seen.flashes.drawnAt - seen.flashes.shownAt }
}
