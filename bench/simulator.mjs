// @ts-check
/**
 * `npm run bench:simulator`: how fast the simulated market makes events, what it costs at its natural pace, how soon it is
 * ready, how much memory a symbol takes. Each figure comes from processes of its own; the last line is one of JSON.
 */

import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { orSay } from '../scripts/child.mjs'
import { ensureBuilt, ensureInstalled } from '../scripts/ensure.mjs'

/** A full hour of a winter's Wednesday. */
const START = 1_767_794_400_000_000
const ROUNDS = 5
const WARM_UP_EVENTS = 300_000
const EVENTS = 2_000_000
const PACE_SECONDS = 15
const PACE_STEP_MS = 50

const [measure, argument] = process.argv.slice(2)
if (measure === undefined) await orSay(runAll)
else await runOne(measure, Number(argument))

async function runAll() {
  await ensureInstalled()
  await ensureBuilt()
  const figures = {
    events_per_s_100: medianOf('speed', 100),
    events_per_s_5000: medianOf('speed', 5_000),
    events_per_s_random_walk: medianOf('random-walk', 100),
    core_share_1000: medianOf('pace', 1_000, 3),
    ready_s_1000: medianOf('ready', 1_000),
    bytes_per_symbol: medianOf('memory', 1_000, 1),
  }
  const row = (/** @type {string} */ name, /** @type {string} */ value, /** @type {string} */ wanted) =>
    process.stdout.write(`${name.padEnd(52)}${value.padStart(14)}   ${wanted}\n`)
  const thousands = (/** @type {number} */ n) => `${Math.round(n / 1000)} k/s`
  row('mixed events, 100 symbols, one core', thousands(figures.events_per_s_100), 'wanted 1000 k/s')
  row('mixed events, 5,000 symbols', thousands(figures.events_per_s_5000), 'wanted 600 k/s')
  row('the same events from a random walk, 100 symbols', thousands(figures.events_per_s_random_walk), 'a peer')
  row('1,000 symbols at natural pace', `${(figures.core_share_1000 * 100).toFixed(2)} %`, 'of a core, wanted < 3 %')
  row('1,000 symbols ready, 500 bars of every interval', `${figures.ready_s_1000.toFixed(2)} s`, 'wanted < 3 s')
  row('memory', `${Math.round(figures.bytes_per_symbol)} B`, 'a symbol, heap and arrays')
  process.stdout.write(`${JSON.stringify(figures)}\n`)
}

/**
 * The median of some runs, each in a process of its own.
 * @param {string} name
 * @param {number} symbols
 */
function medianOf(name, symbols, rounds = ROUNDS) {
  const file = fileURLToPath(import.meta.url)
  const runs = Array.from({ length: rounds }, () =>
    Number(execFileSync(process.execPath, ['--expose-gc', file, name, String(symbols)], { encoding: 'utf8' })),
  )
  const sorted = runs.sort((one, other) => one - other)
  return sorted[rounds >> 1] ?? NaN
}

/** @param {string} name @param {number} symbols */
async function runOne(name, symbols) {
  const { createSimulator, DEFAULT_INSTRUMENTS } = await import('@tapedeck/simulator')
  const instruments = Array.from({ length: symbols }, (_, index) => {
    const one = DEFAULT_INSTRUMENTS[index % DEFAULT_INSTRUMENTS.length]
    if (one === undefined) throw new Error('there is no default instrument')
    const symbol = `${one.instrument.symbol}-${index}`
    return { ...one, instrument: { ...one.instrument, id: index + 1, symbol } }
  })
  const begun = performance.now()
  const simulator = createSimulator({ seed: 1, start: /** @type {any} */ (START), instruments })
  /** @type {number} */
  let figure = NaN
  if (name === 'speed') {
    const simulation = simulator.open()
    take(simulation, WARM_UP_EVENTS)
    const from = performance.now()
    take(simulation, EVENTS)
    figure = EVENTS / ((performance.now() - from) / 1000)
  } else if (name === 'random-walk') {
    const walk = randomWalk(symbols)
    take(walk, WARM_UP_EVENTS)
    const from = performance.now()
    take(walk, EVENTS)
    figure = EVENTS / ((performance.now() - from) / 1000)
  } else if (name === 'ready') {
    let bars = 0
    for (const bar of simulator.history()) bars += bar.tradeCount > 0 ? 1 : 0
    take(simulator.open(), 1)
    if (bars === 0) throw new Error('there is no history')
    figure = (performance.now() - begun) / 1000
  } else if (name === 'pace') {
    figure = await coreShare(simulator.open())
  } else if (name === 'memory') {
    collectGarbage()
    const before = memoryInUse()
    const simulation = simulator.open()
    take(simulation, WARM_UP_EVENTS)
    collectGarbage()
    figure = (memoryInUse() - before) / symbols
    take(simulation, 1)
  }
  process.stdout.write(String(figure))
}

/**
 * @param {{ next(limit: number): { readonly tsRecv: number } | undefined }} stream
 * @param {number} count
 */
function take(stream, count) {
  // something is done with each, so that none is optimised away
  let sum = 0
  for (let n = 0; n < count; n++) sum += stream.next(Infinity)?.tsRecv ?? 0
  if (sum === 0) throw new Error('nothing came')
}

/**
 * The share of a core that a market takes when its time goes as time does: what a loop costs that asks it every 50 ms, the longest
 * cycle of a publisher, less
 * what the same loop costs with nothing to ask.
 * @param {import('@tapedeck/simulator').Simulation} simulation
 */
async function coreShare(simulation) {
  /** @param {number} seconds @param {(microseconds: number) => void} work */
  const shareOf = async (seconds, work) => {
    const begun = performance.now()
    const before = process.cpuUsage()
    for (let now = 0; now < seconds * 1000; now = performance.now() - begun) {
      work(now * 1000)
      await new Promise((resolve) => setTimeout(resolve, PACE_STEP_MS))
    }
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1e6 / seconds
  }
  const play = (/** @type {number} */ seconds) => {
    const from = simulation.nextTime
    return shareOf(seconds, (elapsed) => {
      while (simulation.next(from + elapsed) !== undefined);
    })
  }
  // as after some minutes, when the code is compiled
  take(simulation, WARM_UP_EVENTS)
  await play(2)
  const busy = await play(PACE_SECONDS)
  const idle = await shareOf(PACE_SECONDS / 2, () => undefined)
  return busy - idle
}

/**
 * What most fake feeds are: prices that take random steps, with events of the same shape and in the same proportions.
 * @param {number} symbols
 */
function randomWalk(symbols) {
  const prices = new Float64Array(symbols).fill(10_000)
  let time = START
  let count = 0
  return {
    next() {
      const row = count % symbols
      const kind = count++ % 18
      const instrumentId = row + 1
      const price = (prices[row] ?? 0) + (Math.random() < 0.5 ? -1 : 1)
      prices[row] = price
      time += 50
      const head = { ts: time - 500, tsRecv: time, seq: count, instrumentId }
      if (kind === 0) {
        return { type: 'trade', ...head, tradeId: count, price, size: 100, aggressorSide: 'buy', condition: 'regular' }
      }
      if (kind < 4) return { type: 'quote', ...head, bid: price - 1, bidSize: 100, ask: price + 1, askSize: 100 }
      const level = { price, size: Math.ceil(Math.random() * 1000) }
      return {
        type: 'book',
        ...head,
        action: 'delta',
        bids: kind % 2 === 0 ? [level] : [],
        asks: kind % 2 === 0 ? [] : [level],
      }
    },
  }
}

function memoryInUse() {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function collectGarbage() {
  const { gc } = /** @type {{ gc?: () => void }} */ (globalThis)
  gc?.()
}
