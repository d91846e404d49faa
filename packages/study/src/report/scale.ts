/** Scales: where a number stands on an axis, and which numbers are written beside it. */

export interface Tick {
  readonly value: number
  readonly text: string
}

export interface Scale {
  /** 0 at the least, 1 at the most; not a number for what the scale has no place for. */
  readonly place: (value: number) => number
  readonly least: number
  readonly most: number
  readonly ticks: readonly Tick[]
}

/** Steps of a linear scale, times a power of ten. */
const STEPS = [1, 2, 2.5, 5, 10]

/** An even scale with about so many ticks; `round` lets it begin and end at a tick. */
export function linearScale(least: number, most: number, count = 5, round = true): Scale {
  const [from, to] = most > least ? [least, most] : [least - 0.5, least + 0.5]
  const step = stepFor((to - from) / count)
  const first = round ? Math.floor(from / step + 1e-9) * step : from
  const last = round ? Math.ceil(to / step - 1e-9) * step : to
  const ticks: Tick[] = []
  for (let k = Math.ceil(first / step - 1e-9); k * step <= last + 1e-9 * step; k++) {
    ticks.push({ value: k * step, text: decimalText(k * step, step) })
  }
  return { place: (value) => (value - first) / (last - first), least: first, most: last, ticks }
}

/** A logarithmic scale with a tick at powers of ten. What is not above 0 has no place. */
export function logScale(least: number, most: number): Scale {
  const [from, to] = most > least ? [least, most] : [least / 2, least * 2]
  const span = Math.log(to / from)
  const decades = tensBetween(from, to)
  const every = Math.max(1, Math.ceil(decades.length / 7))
  const tens = decades.filter((power) => power % every === 0)
  const ticks =
    decades.length >= 2
      ? tens.map((power) => ({ value: Math.pow(10, power), text: tenText(power) }))
      : shortTicks(from, to).map((value) => ({ value, text: decimalText(value, value) }))
  return {
    place: (value) => (value > 0 ? Math.log(value / from) / span : NaN),
    least: from,
    most: to,
    ticks,
  }
}

/** Powers of ten within bounds, as exponents. */
function tensBetween(from: number, to: number): readonly number[] {
  const exponents: number[] = []
  for (let k = Math.ceil(Math.log10(from) - 1e-9); Math.pow(10, k) <= to * (1 + 1e-9); k++) exponents.push(k)
  return exponents
}

/** Ticks of less than a decade or little more: 1, 2 and 5 times a power of ten. */
function shortTicks(from: number, to: number): readonly number[] {
  const values: number[] = []
  for (let k = Math.floor(Math.log10(from)); Math.pow(10, k) <= to; k++) {
    for (const times of [1, 2, 5]) values.push(times * Math.pow(10, k))
  }
  return values.filter((value) => value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9))
}

function tenText(power: number): string {
  return power >= -3 && power <= 3 ? decimalText(Math.pow(10, power), Math.pow(10, power)) : `1e${power}`
}

function stepFor(rough: number): number {
  const power = Math.pow(10, Math.floor(Math.log10(rough)))
  const times = STEPS.find((step) => step * power >= rough * (1 - 1e-9)) ?? 10
  return times * power
}

/** A number with as many decimals as a step needs, thousands apart, a real minus. */
export function decimalText(value: number, step: number): string {
  const decimals = Math.min(12, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9) + (isQuarter(step) ? 1 : 0)))
  const text = Math.abs(value).toFixed(decimals)
  const [whole = '', fraction] = text.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  const unsigned = fraction === undefined ? grouped : `${grouped}.${fraction}`
  return value < 0 && Number(text) !== 0 ? `−${unsigned}` : unsigned
}

/** 2.5, 25, .25: they need a decimal more than their power of ten. */
function isQuarter(step: number): boolean {
  const digits = step / Math.pow(10, Math.floor(Math.log10(step) + 1e-9))
  return Math.abs(digits - 2.5) < 1e-6
}
