/** A round: all of it is done, each thing once, and no frame does more than its share. */

import { expect, it } from 'vitest'
import { createFrameLoop } from './frame-loop.ts'
import { Round } from './round.ts'
import { tab } from './tab.fixture.ts'

const things = Array.from({ length: 100 }, (_, index) => index)

it('is spread over frames, each of which does its share', () => {
  const { frames, frame, requested } = tab()
  const done: number[] = []
  const round = new Round(createFrameLoop(frames), (item: number) => done.push(item))
  round.begin(things)
  const counts: number[] = []
  while (requested.length > 0) {
    frame()
    counts.push(done.length)
  }
  expect(done).toEqual(things)
  expect(Math.max(...counts.map((count, index) => count - (counts[index - 1] ?? 0)))).toBe(3)
  expect(counts).toHaveLength(34)
})

it('that begins before the one before has ended goes on with what was left, and does nothing twice', () => {
  const { frames, frame, requested } = tab()
  const done: number[] = []
  const round = new Round(createFrameLoop(frames), (item: number) => done.push(item))
  round.begin(things)
  frame()
  round.begin([50, 500])
  while (requested.length > 0) frame()
  expect(done).toEqual([...things, 500])
})

it('is done whole for who comes back to the page', () => {
  const { frames, frame, requested, show } = tab()
  const done: number[] = []
  const round = new Round(createFrameLoop(frames), (item: number) => done.push(item))
  frames.isHidden = true
  round.begin(things)
  show()
  frame()
  expect(done).toEqual(things)
  expect(requested).toHaveLength(0)
})
