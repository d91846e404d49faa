/** Gaps in the data as hatched stripes over a chart's whole height: what is not there was not calm, it was not heard. */

import type {
  DrawingUtils,
  IChartApi,
  IPanePrimitive,
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  Logical,
  PaneAttachedParameter,
} from 'lightweight-charts'
import type { GapSpan } from '../bars/gap-list.ts'
import type { ChartTheme } from './chart-theme.ts'

type DrawingTarget = Parameters<IPrimitivePaneRenderer['draw']>[0]

/** A short gap is seen as well. */
const LEAST_WIDTH = 3
const HATCH_DISTANCE = 7

export class GapShading implements IPanePrimitive, IPrimitivePaneView, IPrimitivePaneRenderer {
  readonly #chart: IChartApi
  #requestUpdate: () => void = () => undefined
  #spans: readonly GapSpan[] = []
  #color: string

  constructor(chart: IChartApi, theme: ChartTheme) {
    this.#chart = chart
    this.#color = theme.gap
  }

  setSpans(spans: readonly GapSpan[]): void {
    // as nearly always: nothing to draw anew
    if (spans.length === 0 && this.#spans.length === 0) return
    this.#spans = spans
    this.#requestUpdate()
  }

  setTheme(theme: ChartTheme): void {
    this.#color = theme.gap
    this.#requestUpdate()
  }

  attached({ requestUpdate }: PaneAttachedParameter): void {
    this.#requestUpdate = requestUpdate
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return [this]
  }

  zOrder(): 'bottom' {
    return 'bottom'
  }

  renderer(): IPrimitivePaneRenderer {
    return this
  }

  draw(target: DrawingTarget, _utils?: DrawingUtils): void {
    const scale = this.#chart.timeScale()
    target.useMediaCoordinateSpace(({ context, mediaSize: { width, height } }) => {
      const xOf = (index: number): number => scale.logicalToCoordinate(index as Logical) ?? 0
      context.strokeStyle = this.#color
      context.fillStyle = `${this.#color}1c`
      for (const { from, to } of this.#spans) {
        const left = xBetween(from, xOf)
        const right = xBetween(to, xOf)
        if (right < -LEAST_WIDTH || left > width + LEAST_WIDTH) continue
        const thickness = Math.max(LEAST_WIDTH, right - left)
        const start = (left + right - thickness) / 2
        context.save()
        context.beginPath()
        context.rect(start, 0, thickness, height)
        context.fill()
        context.clip()
        context.globalAlpha = 0.45
        context.beginPath()
        for (let at = start - height; at < start + thickness; at += HATCH_DISTANCE) {
          context.moveTo(at, height)
          context.lineTo(at + height, 0)
        }
        context.stroke()
        context.restore()
      }
    })
  }
}

/** Where a place between two bars is drawn; the chart knows the middles of bars alone. */
export function xBetween(place: number, xOf: (index: number) => number): number {
  const index = Math.floor(place)
  return xOf(index) + (place - index) * (xOf(index + 1) - xOf(index))
}
