/** Work that waits for the work before it: what plays a tape is asked once at a time, whoever asks at the same moment. */

/** What came of a piece of work; the next one begins then, also where it failed. */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>

export function createTurns(): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work)
    last = next.catch(() => undefined)
    return next
  }
}
