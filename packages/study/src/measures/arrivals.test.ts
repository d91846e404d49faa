import { describe, expect, it } from 'vitest'
import {
  branchingRatio,
  coefficientOfVariation,
  countsPerInterval,
  dayProfile,
  differences,
  edgeShare,
  sumsPerInterval,
} from './arrivals.ts'
import { uniforms } from './noise.fixture.ts'

describe('differences', () => {
  it('are those of neighbours', () => {
    expect([...differences([1, 4, 9])]).toEqual([3, 5])
    expect([...differences([1])]).toEqual([])
    expect([...differences([])]).toEqual([])
  })

  it('do not reach over a night', () => {
    expect([...differences([1, 2, 100, 103, 500], [2, 4])]).toEqual([1, 3])
  })
})

describe('waits', () => {
  it('of a Poisson process vary as much as their mean', () => {
    const uniform = uniforms(1)
    const waits = Float64Array.from({ length: 100_000 }, () => -Math.log(uniform()))
    expect(coefficientOfVariation(waits)).toBeCloseTo(1, 1)
  })
})

describe('counts', () => {
  it('are of whole intervals', () => {
    expect([...countsPerInterval([0, 1, 9.9, 10, 35], 10, 39)]).toEqual([3, 1, 0])
    expect([...sumsPerInterval([0, 1, 10], [5, 7, 11], 10, 20)]).toEqual([12, 11])
  })

  it('say which share of events comes in the wake of others', () => {
    const uniform = uniforms(2)
    // every event brings three more at once: three of four are brought about
    const times: number[] = []
    for (let time = 0; time < 1_000_000; time += -20 * Math.log(uniform())) times.push(time, time, time, time)
    // variance is four times the mean
    expect(branchingRatio(countsPerInterval(times, 1_000, 1_000_000))).toBeCloseTo(0.5, 1)
    const alone = times.filter((_, i) => i % 4 === 0)
    expect(branchingRatio(countsPerInterval(alone, 1_000, 1_000_000))).toBeCloseTo(0, 1)
  })
})

describe('the day', () => {
  it('is summed over days, and its edges are a share of it', () => {
    const profile = dayProfile([4, 1, 1, 2, 6, 1, 1, 4], 4)
    expect([...profile]).toEqual([10, 2, 2, 6])
    expect(edgeShare(profile, 1)).toBe(0.8)
  })
})
