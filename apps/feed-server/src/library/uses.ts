/** Who plays which file: a file that is in use is not deleted. */

export class Uses {
  readonly #counts = new Map<string, number>()

  isUsed(key: string): boolean {
    return this.#counts.has(key)
  }

  /** Holds a file; the answer lets it go, once. */
  hold(key: string): () => void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
    let held = true
    return () => {
      if (!held) return
      held = false
      const left = (this.#counts.get(key) ?? 1) - 1
      if (left === 0) this.#counts.delete(key)
      else this.#counts.set(key, left)
    }
  }
}
