import { micros } from '@tapedeck/protocol'
import type { TapeStretch } from '@tapedeck/tape'
import { describe, expect, it } from 'vitest'
import { activityOf } from './activity.ts'

const SECOND = 1_000_000
const stretch = (from: number, to: number, events: number): TapeStretch => ({
  from: micros(from * SECOND),
  to: micros(to * SECOND),
  events,
})
const tape = (seconds: number, ...stretches: readonly TapeStretch[]): Parameters<typeof activityOf>[0] => ({
  span: { from: micros(0), to: micros(seconds * SECOND) },
  stretches,
  markers: [{ name: 'flash-crash', tsRecv: micros(3 * SECOND) }],
})

describe('the activity of a tape', () => {
  it('spreads the events of a stretch over the parts that it lies in', () => {
    const { counts } = activityOf(tape(40, stretch(0, 10, 100), stretch(10, 30, 40), stretch(38, 40, 8)), 4)
    expect(counts).toEqual([100, 20, 20, 8])
  })
  it('counts the events of one instant in one part, also at the very end', () => {
    expect(activityOf(tape(40, stretch(20, 20, 7), stretch(40, 40, 3)), 4).counts).toEqual([0, 0, 7, 3])
  })
  it('of a tape of one instant stands in its first part', () => {
    expect(activityOf(tape(0, stretch(0, 0, 3)), 2).counts).toEqual([3, 0])
  })
  it('names silences of ten seconds and more', () => {
    const { silences } = activityOf(tape(60, stretch(12, 20, 5), stretch(29, 30, 5), stretch(40, 60, 5)), 2)
    expect(silences).toEqual([
      { from: 0, to: 12 * SECOND },
      { from: 30 * SECOND, to: 40 * SECOND },
    ])
  })
  it('has the markers', () => {
    expect(activityOf(tape(10), 1).markers).toEqual([{ name: 'flash-crash', tsRecv: 3 * SECOND }])
  })
})
