/** A promise that somebody else settles. */

export interface Settling {
  readonly promise: Promise<void>
  resolve(): void
  reject(reason: unknown): void
}

/** Whoever does not ask for it is not woken by its failure. */
export function newSettling(): Settling {
  let resolve = (): void => undefined
  let reject: (reason: unknown) => void = () => undefined
  const promise = new Promise<void>((accept, refuse) => {
    resolve = accept
    reject = refuse
  })
  promise.catch(() => undefined)
  return { promise, resolve, reject }
}
