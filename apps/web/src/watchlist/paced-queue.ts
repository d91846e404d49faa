/** Requests of which many are wanted at once, made no faster than a server takes them; the newest wish comes first. */

export interface PacedQueue<Item> {
  want(item: Item): void
  /** It is wanted no more. */
  drop(item: Item): void
  /** Time has passed: what may be made now is made. To be called several times a second. */
  pass(nowMs: number): void
}

/** Creates it. `burst` may be made at once, after that `perSecond`. */
export function createPacedQueue<Item>(burst: number, perSecond: number, make: (item: Item) => void): PacedQueue<Item> {
  const wanted = new Set<Item>()
  let allowance = burst
  let passedMs: number | undefined
  return {
    want(item) {
      wanted.delete(item)
      wanted.add(item)
    },
    drop: (item) => void wanted.delete(item),
    pass(nowMs) {
      allowance = Math.min(burst, allowance + ((nowMs - (passedMs ?? nowMs)) / 1000) * perSecond)
      passedMs = nowMs
      for (const item of [...wanted].reverse()) {
        if (allowance < 1) return
        allowance--
        wanted.delete(item)
        make(item)
      }
    },
  }
}
