/** How a wall of symbols is divided: as large as the screen lets each be, and no smaller than can be read from afar. */

export interface WallGrid {
  readonly columns: number
  readonly rows: number
}

const LEAST_WIDTH = 230
const LEAST_HEIGHT = 120
/** A price is wide: a place of this shape shows it largest. */
const SHAPE = 2.2

/** For `count` symbols on so many pixels; where they do not fit, those that are left over have screens of their own. */
export function wallGrid(count: number, width: number, height: number): WallGrid {
  const mostColumns = Math.max(1, Math.floor(width / LEAST_WIDTH))
  const mostRows = Math.max(1, Math.floor(height / LEAST_HEIGHT))
  const shown = Math.max(1, Math.min(count, mostColumns * mostRows))
  let best: WallGrid = { columns: mostColumns, rows: mostRows }
  let largest = 0
  for (let columns = 1; columns <= mostColumns; columns++) {
    const rows = Math.ceil(shown / columns)
    const size = Math.min(width / columns / SHAPE, height / rows)
    if (rows > mostRows || size <= largest) continue
    largest = size
    best = { columns, rows }
  }
  return best
}
