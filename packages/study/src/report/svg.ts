/** Pieces of SVG as text. Numbers have two decimals at most, so that the same figures give the same bytes; none is not a number. */

export type Attributes = Readonly<Record<string, string | number>>

/** A coordinate. Throws where it is none: a picture with a hole in it would go unnoticed. */
export function coordinate(x: number): string {
  if (!Number.isFinite(x)) throw new Error(`a picture has a coordinate that is ${x}`)
  const rounded = Math.round(x * 100) / 100
  return String(rounded === 0 ? 0 : rounded)
}

export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? coordinate(value) : escapeText(value)}"`)
    .join('')
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`
}

/** Text as it may stand in an element or an attribute. */
export function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}

export function label(x: number, y: number, text: string, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, escapeText(text))
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** The path through points; whatever is not a number interrupts it. */
export function pathThrough(points: readonly Point[]): string {
  let path = ''
  let isPenDown = false
  for (const { x, y } of points) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) isPenDown = false
    else {
      path += `${isPenDown ? 'L' : 'M'}${coordinate(x)} ${coordinate(y)}`
      isPenDown = true
    }
  }
  return path
}
