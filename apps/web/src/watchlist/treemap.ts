/** A treemap: boxes whose areas are as weights are, as near to squares as they can be (Bruls, Huizing and van Wijk, 2000). */

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Boxes that fill the whole, one for each weight, in their order. Weights are above zero, the largest first. */
export function squarify(weights: readonly number[], width: number, height: number): readonly Box[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (total <= 0 || width <= 0 || height <= 0) return []
  const areas = weights.map((weight) => (weight / total) * width * height)
  const boxes: Box[] = []
  let rest: Box = { x: 0, y: 0, width, height }
  while (boxes.length < areas.length) {
    const strip = nextStrip(areas, boxes.length, Math.min(rest.width, rest.height))
    const area = strip.reduce((sum, each) => sum + each, 0)
    rest = rest.width >= rest.height ? fillLeft(rest, strip, area, boxes) : fillTop(rest, strip, area, boxes)
  }
  return boxes
}

/** Areas from `from` on, as many as make the longest of their boxes squarer when they stand along a side. */
function nextStrip(areas: readonly number[], from: number, side: number): readonly number[] {
  let area = 0
  let worst = Infinity
  let end = from
  const largest = areas[from] ?? 0
  for (; end < areas.length; end++) {
    const smallest = areas[end] ?? 0
    const sum = area + smallest
    const ratio = Math.max((side * side * largest) / (sum * sum), (sum * sum) / (side * side * smallest))
    if (ratio > worst) break
    area = sum
    worst = ratio
  }
  return areas.slice(from, end)
}

function fillLeft(rest: Box, strip: readonly number[], area: number, into: Box[]): Box {
  const width = area / rest.height
  let { y } = rest
  for (const each of strip) {
    const height = each / width
    into.push({ x: rest.x, y, width, height })
    y += height
  }
  return { ...rest, x: rest.x + width, width: Math.max(0, rest.width - width) }
}

function fillTop(rest: Box, strip: readonly number[], area: number, into: Box[]): Box {
  const height = area / rest.width
  let { x } = rest
  for (const each of strip) {
    const width = each / height
    into.push({ x, y: rest.y, width, height })
    x += width
  }
  return { ...rest, y: rest.y + height, height: Math.max(0, rest.height - height) }
}

/** The box that an arrow key leads to from another: the nearest whose middle lies that way; undefined where there is none. */
export function boxAfterKey(key: string, from: number, boxes: readonly Box[]): number | undefined {
  const here = boxes[from]
  const step = STEPS[key]
  if (here === undefined || step === undefined) return undefined
  let nearest: number | undefined
  let least = Infinity
  boxes.forEach((box, index) => {
    const dx = box.x + box.width / 2 - here.x - here.width / 2
    const dy = box.y + box.height / 2 - here.y - here.height / 2
    const along = dx * step.x + dy * step.y
    // twice as far where one has to turn aside
    const distance = along + 2 * Math.abs(dx * step.y + dy * step.x)
    if (along <= 0.5 || distance >= least) return
    least = distance
    nearest = index
  })
  return nearest
}

const STEPS: Readonly<Record<string, { readonly x: number; readonly y: number } | undefined>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}
