/** The kit's only door to the machine's clock. It keeps the timers that were there when it was loaded: tests replace them with their own. */

const { setTimeout: startTimer, clearTimeout: stopTimer, setImmediate: nextTurn } = globalThis
const { now } = performance

/** Calls once after `ms` of the machine's time; returns what stops it. */
export function after(ms: number, run: () => void): () => void {
  const timer = startTimer(run, ms)
  return () => stopTimer(timer)
}

/** Resolves when sockets had their turn. */
export function nextTurnOfSockets(): Promise<void> {
  return new Promise((resolve) => nextTurn(resolve))
}

/** Milliseconds that only grow. */
export function nowMs(): number {
  return now.call(performance)
}
