// @ts-check
/** The quotes of bench/fanout.mjs: so many symbols, ten a second each, all at one instant or each at its own. */

export const RATE = 10
const PERIOD_MS = 1_000 / RATE

/** @param {number} count @returns {string[]} */
export function symbolsOf(count) {
  return Array.from({ length: count }, (_, index) => `S${String(index).padStart(3, '0')}-USD`)
}

/** Public form of a quote with all its fields. @param {string} symbol @param {number} seq @param {number} wall microseconds */
export function quoteOf(symbol, seq, wall) {
  const bid = 100 + ((seq * 7) % 50) / 100
  return {
    symbol,
    seq,
    ts: wall - 180,
    tsRecv: wall,
    bid,
    bidSize: 12 + (seq % 90) / 10,
    ask: bid + 0.02,
    askSize: 9 + (seq % 70) / 10,
  }
}

/**
 * Calls `publish` with each symbol ten times a second until the process ends; `settle` once after those of one instant.
 * @param {string[]} symbols @param {'aligned' | 'spread'} mode @param {(symbol: string, seq: number) => void} publish @param {() => void} settle
 */
export function pace(symbols, mode, publish, settle) {
  /** @type {Map<string, number>} */
  const seqs = new Map()
  const next = (/** @type {string} */ symbol) => {
    const seq = (seqs.get(symbol) ?? 0) + 1
    seqs.set(symbol, seq)
    publish(symbol, seq)
  }
  if (mode === 'aligned') {
    setInterval(() => {
      symbols.forEach(next)
      settle()
    }, PERIOD_MS)
    return
  }
  // each symbol's waits are exponential; a millisecond is as fine as timers are
  let at = performance.now()
  const due = symbols.map(() => at - Math.log(Math.random()) * PERIOD_MS)
  setInterval(() => {
    at = performance.now()
    let any = false
    due.forEach((time, index) => {
      const symbol = symbols[index]
      if (time > at || symbol === undefined) return
      next(symbol)
      due[index] = time - Math.log(Math.random()) * PERIOD_MS
      any = true
    })
    if (any) settle()
  }, 1)
}
