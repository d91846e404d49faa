/** Price alerts as the chart knows them: lines at prices that can be moved, for whoever keeps the alerts. */

/** An alert at a price of the chart's symbol. */
export interface PriceAlert {
  readonly id: string
  readonly price: number
}

/** Who keeps the alerts hears what a person does with them on the chart. */
export interface AlertKeeper {
  /** The alerts of the symbol that is shown. */
  readonly alerts: readonly PriceAlert[]
  /** An alert was dragged to another price, which is a multiple of the instrument's tick. */
  onMove(id: string, price: number): void
  /** An alert is wished for at a price, which is a multiple of the instrument's tick. */
  onAdd(price: number): void
}

/** The nearest price that the instrument can have; some have had prices below zero. */
export function snapToTick(price: number, tickSize: number, pricePrecision: number): number {
  return Number((Math.round(price / tickSize) * tickSize).toFixed(pricePrecision))
}

/** The alert whose line is the nearest to a height on the screen, no farther than `reach`. */
export function alertNear(
  alerts: readonly PriceAlert[],
  y: number,
  reach: number,
  heightOf: (price: number) => number | null,
): PriceAlert | undefined {
  let nearest: PriceAlert | undefined
  let distance = reach
  for (const alert of alerts) {
    const height = heightOf(alert.price)
    if (height === null || Math.abs(height - y) > distance) continue
    nearest = alert
    distance = Math.abs(height - y)
  }
  return nearest
}
