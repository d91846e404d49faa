/** Price alerts on a chart: a dashed line and a price on the axis for each, to be dragged up and down; a click on the axis asks for one. */

import type { InstrumentInfo } from '@tapedeck/protocol'
import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  ISeriesPrimitiveAxisView,
  PrimitiveHoveredItem,
  SeriesAttachedParameter,
} from 'lightweight-charts'
import { formatPrice } from '../../format/price.ts'
import { alertNear, snapToTick, type AlertKeeper, type PriceAlert } from '../alerts.ts'
import type { ChartTheme } from './chart-theme.ts'
import { hearScaleClicks } from './scale-clicks.ts'

type DrawingTarget = Parameters<IPrimitivePaneRenderer['draw']>[0]

/** How near to a line the pointer has to be, in pixels. */
const REACH = 6

export class AlertLines implements ISeriesPrimitive, IPrimitivePaneView, IPrimitivePaneRenderer {
  #attached: SeriesAttachedParameter | undefined
  #keeper: AlertKeeper | undefined
  #info: InstrumentInfo | undefined
  #theme: ChartTheme
  /** The alert that is being dragged, where it is now. */
  #dragged: PriceAlert | undefined

  constructor(element: HTMLElement, theme: ChartTheme) {
    this.#theme = theme
    element.addEventListener('pointerdown', (event) => this.#grasp(event, element), { capture: true })
    element.addEventListener('pointermove', (event) => this.#drag(event, element))
    element.addEventListener('pointerup', () => this.#drop(true))
    element.addEventListener('pointercancel', () => this.#drop(false))
    hearScaleClicks(
      element,
      (x, y) => this.#isOnScale(x, y, element),
      (y) => this.#add(y),
    )
  }

  setKeeper(keeper: AlertKeeper | undefined): void {
    this.#keeper = keeper
    this.#attached?.requestUpdate()
  }

  setInstrument(info: InstrumentInfo): void {
    this.#info = info
  }

  setTheme(theme: ChartTheme): void {
    this.#theme = theme
    this.#attached?.requestUpdate()
  }

  attached(parameter: SeriesAttachedParameter): void {
    this.#attached = parameter
  }

  detached(): void {
    this.#attached = undefined
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return [this]
  }

  renderer(): IPrimitivePaneRenderer {
    return this
  }

  priceAxisViews(): readonly ISeriesPrimitiveAxisView[] {
    return this.#shown().map(({ price }) => ({
      coordinate: () => this.#heightOf(price) ?? -REACH,
      text: () => formatPrice(price, this.#info?.pricePrecision ?? 0),
      textColor: () => this.#theme.ground,
      backColor: () => this.#theme.ink,
    }))
  }

  hitTest(_x: number, y: number): PrimitiveHoveredItem | null {
    const alert = this.#near(y)
    return alert === undefined ? null : { externalId: alert.id, cursorStyle: 'ns-resize', zOrder: 'top' }
  }

  draw(target: DrawingTarget): void {
    target.useMediaCoordinateSpace(({ context, mediaSize: { width } }) => {
      context.strokeStyle = this.#theme.ink
      context.setLineDash([6, 4])
      for (const { price } of this.#shown()) {
        const y = this.#heightOf(price)
        if (y === null) continue
        context.beginPath()
        context.moveTo(0, y)
        context.lineTo(width, y)
        context.stroke()
      }
    })
  }

  /** The alerts, the dragged one where it is held. */
  #shown(): readonly PriceAlert[] {
    const dragged = this.#dragged
    return (this.#keeper?.alerts ?? []).map((alert) => (alert.id === dragged?.id ? dragged : alert))
  }

  #near(y: number): PriceAlert | undefined {
    return alertNear(this.#shown(), y, REACH, (price) => this.#heightOf(price))
  }

  #heightOf(price: number): number | null {
    return this.#attached?.series.priceToCoordinate(price) ?? null
  }

  #grasp(event: PointerEvent, element: HTMLElement): void {
    this.#dragged = this.#near(heightIn(event, element))
    if (this.#dragged === undefined) return
    // neither the chart nor the page is moved with it
    event.preventDefault()
    event.stopPropagation()
    this.#attached?.chart.applyOptions({ handleScroll: false })
    element.setPointerCapture(event.pointerId)
  }

  #drag(event: PointerEvent, element: HTMLElement): void {
    const price = this.#priceAt(heightIn(event, element))
    if (this.#dragged === undefined || price === undefined) return
    this.#dragged = { id: this.#dragged.id, price }
    this.#attached?.requestUpdate()
  }

  /** One that is there already is not wanted twice. */
  #add(y: number): void {
    const price = this.#priceAt(y)
    if (price !== undefined && this.#near(y) === undefined) this.#keeper?.onAdd(price)
  }

  /** Whether a place is on the axis of the prices. */
  #isOnScale(x: number, y: number, element: HTMLElement): boolean {
    if (this.#attached === undefined) return false
    const { chart, series } = this.#attached
    return x >= element.clientWidth - series.priceScale().width() && y < chart.paneSize(0).height
  }

  #priceAt(y: number): number | undefined {
    const price = this.#attached?.series.coordinateToPrice(y) ?? null
    if (this.#info === undefined || price === null) return undefined
    return snapToTick(price, this.#info.tickSize, this.#info.pricePrecision)
  }

  #drop(isWanted: boolean): void {
    const dragged = this.#dragged
    if (dragged === undefined) return
    this.#dragged = undefined
    this.#attached?.chart.applyOptions({ handleScroll: true })
    this.#attached?.requestUpdate()
    if (isWanted) this.#keeper?.onMove(dragged.id, dragged.price)
  }
}

/** The height of the pointer in the prices' pane, which is the first. */
function heightIn(event: PointerEvent, element: HTMLElement): number {
  return event.clientY - element.getBoundingClientRect().top
}
