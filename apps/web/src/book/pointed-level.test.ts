import { expect, it } from 'vitest'
import { nextLadder, EMPTY_LADDER } from './ladder.ts'
import { stepLevel, type PointedLevel } from './pointed-level.ts'

const ladder = nextLadder(
  EMPTY_LADDER,
  {
    bids: [
      [9, 1],
      [8, 1],
    ],
    asks: [[10, 1]],
  },
  { tickSize: 1, pricePrecision: 0, sizePrecision: 0 },
  { grouping: 1, levels: 20 },
)
const at = (text: string): PointedLevel | undefined => {
  const [side, index] = text.split(' ')
  return side === 'bid' || side === 'ask' ? { side, index: Number(index) } : undefined
}

it.each([
  ['nothing', 'up', 'both', 'ask 0'],
  ['nothing', 'down', 'both', 'bid 0'],
  ['nothing', 'up', 'bids', 'bid 0'],
  ['ask 0', 'up', 'both', 'ask 0'],
  ['ask 0', 'down', 'both', 'bid 0'],
  ['bid 0', 'down', 'both', 'bid 1'],
  ['bid 1', 'down', 'both', 'bid 1'],
  ['bid 1', 'up', 'both', 'bid 0'],
  ['bid 0', 'up', 'both', 'ask 0'],
  ['bid 0', 'up', 'bids', 'bid 0'],
] as const)('from %s an arrow %s, with %s shown, leads to %s', (from, direction, sides, to) => {
  expect(stepLevel(at(from), direction, ladder, sides)).toEqual(at(to))
})
