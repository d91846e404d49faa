/** The newest events, as they came: so many are kept, the oldest go first. */

/** One event; its text is made when somebody reads it. */
export class InspectedEvent {
  readonly id: number
  /** `quote`, as the wire names it. */
  readonly name: string
  readonly data: object
  /** Milliseconds since the deck played it, as it came; undefined where that is not known. */
  readonly latencyMs: number | undefined
  #text: string | undefined

  constructor(id: number, name: string, data: object, latencyMs: number | undefined) {
    this.id = id
    this.name = name
    this.data = data
    this.latencyMs = latencyMs
  }

  /** JSON, as clients without the SDK get it. */
  get text(): string {
    return (this.#text ??= JSON.stringify(this.data))
  }
}

export class EventRing {
  readonly #size: number
  readonly #events: InspectedEvent[] = []
  #count = 0

  constructor(size: number) {
    this.#size = size
  }

  /** How many came since it was empty. */
  get count(): number {
    return this.#count
  }

  push(name: string, data: object, latencyMs: number | undefined): void {
    this.#events[this.#count % this.#size] = new InspectedEvent(this.#count, name, data, latencyMs)
    this.#count++
  }

  clear(): void {
    this.#events.length = 0
    this.#count = 0
  }

  /** The newest first, those alone whose name is one of `names` and whose text has `part` in it, whatever its case; `most` of them. */
  newest(most: number, names: ReadonlySet<string>, part: string): readonly InspectedEvent[] {
    const wanted = part.trim().toLowerCase()
    const found: InspectedEvent[] = []
    for (let index = this.#count - 1; index >= Math.max(0, this.#count - this.#size); index--) {
      const event = this.#events[index % this.#size]
      if (event === undefined || !names.has(event.name)) continue
      if (wanted !== '' && !event.text.toLowerCase().includes(wanted)) continue
      found.push(event)
      if (found.length === most) break
    }
    return found
  }
}
