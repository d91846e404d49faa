/** What every indicator is: a calculation that goes along the bars, one after the other. */

import type { Bar, InstrumentInfo } from '@tapedeck/protocol'

/** The figures of an indicator at one bar, in the order of its lines; undefined where there are too few bars yet. */
export type Figures = readonly (number | undefined)[]

/** A calculation that has accepted some bars, and has forgotten everything of them that it does not need. */
export interface Calculation {
  /** The figures with `bar` as the next one; nothing changes, so the running bar may be asked for again and again. */
  figuresAt(bar: Bar): Figures
  /** Goes past a bar that will not change any more. */
  accept(bar: Bar): void
}

/** Begins a calculation before the first bar. */
export type BeginCalculation = (info: InstrumentInfo) => Calculation
