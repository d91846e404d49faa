/** Charts that stand side by side point at the same time. */

/** A chart that can be pointed at from another. */
export interface LinkedChart {
  /** Another chart points at a time, or at none. */
  follow(ts: number | undefined): void
}

export class CrosshairLink {
  readonly #charts = new Set<LinkedChart>()

  /** Returns what takes the chart out again. */
  join(chart: LinkedChart): () => void {
    this.#charts.add(chart)
    return () => void this.#charts.delete(chart)
  }

  /** A chart is pointed at by a person: all others follow. */
  point(source: LinkedChart, ts: number | undefined): void {
    for (const chart of this.#charts) if (chart !== source) chart.follow(ts)
  }
}
