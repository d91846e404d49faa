/** A round: all of it is done, each thing once, and no frame does more than its share. */

import { expect, it } from 'vitest'
import { createFrameLoop } from './frame-loop.ts'
import { Round } from './round.ts'

/** Frames that the test lets pass. */
function handFrames() {
  let waiting: (() => void) | undefined
  let show = (): void => undefined
  const frames = {
    isHidden: false,
    request: (run: () => void) => void (waiting = run),
    onShown: (run: () => void) => void (show = run),
  }
  const next = (): boolean => {
    const run = waiting
    waiting = undefined
    run?.()
    return run !== undefined
  }
  return { frames, next, show: () => show() }
}

const things = Array.from({ length: 100 }, (_, index) => index)

it('is spread over frames, each of which does its share', () => {
  const { frames, next } = handFrames()
  const done: number[] = []
  const round = new Round(createFrameLoop(frames), (item: number) => done.push(item))
  round.begin(things)
  const counts: number[] = []
  while (next()) counts.push(done.length)
  expect(done).toEqual(things)
  expect(Math.max(...counts.map((count, index) => count - (counts[index - 1] ?? 0)))).toBe(3)
  expect(counts).toHaveLength(34)
})

it('that begins before the one before has ended goes on with what was left, and does nothing twice', () => {
  const { frames, next } = handFrames()
  const done: number[] = []
  const round = new Round(createFrameLoop(frames), (item: number) => done.push(item))
  round.begin(things)
  next()
  round.begin([50, 500])
  while (next());
  expect(done).toEqual([...things, 500])
})

it('is done whole for who comes back to the page', () => {
  const { frames, next, show } = handFrames()
  const done: number[] = []
  const round = new Round(createFrameLoop(frames), (item: number) => done.push(item))
  frames.isHidden = true
  round.begin(things)
  frames.isHidden = false
  show()
  next()
  expect(done).toEqual(things)
  expect(next()).toBe(false)
})
