import { describe, expect, it } from 'vitest'
import { ACCEPTANCE } from './acceptance.ts'
import { MARKET_CLASSES } from './market-class.ts'
import { DEUTSCHMARK_ABSOLUTE_RETURNS } from './published.ts'
import { STATISTICS, type Measured, type StatisticName } from './sample.ts'
import { judge, judgeRow, medianCurve, verdict } from './verdict.ts'
import { measuredText, numberText, rangeText, verdictLine } from './verdict-text.ts'

/** A seed that has one value in all statistics, but for those named. */
function measuredWith(named: Partial<Record<StatisticName, number>> = {}): Measured {
  const names = Object.keys(STATISTICS) as StatisticName[]
  return {
    values: Object.fromEntries(names.map((name) => [name, named[name] ?? 0])) as Measured['values'],
    magnitudeCurve: DEUTSCHMARK_ABSOLUTE_RETURNS,
    sessions: Float64Array.of(-1, 1),
    days: Float64Array.of(-0.02, 0.02),
  }
}

const rowOf = (statistic: string, scope: string) => {
  const found = ACCEPTANCE.find((row) => row.statistic === statistic && row.scope === scope)
  if (found === undefined) throw new Error(`there is a row ${statistic}`)
  return found
}

describe('the table', () => {
  it('has ranges that something can lie in', () => {
    for (const { accept } of ACCEPTANCE) {
      for (const marketClass of MARKET_CLASSES) expect(accept[marketClass][0]).toBeLessThan(accept[marketClass][1])
    }
  })

  it('rests every row on a figure', () => {
    for (const { published } of ACCEPTANCE) expect(published.length).toBeGreaterThan(0)
  })
})

describe('a verdict', () => {
  it('of every seed is broken by one', () => {
    const row = rowOf('branching', 'each seed')
    const seeds = [0.8, 0.9, 0.96].map((branching) => measuredWith({ branching }))
    expect(judgeRow(row, [0.7, 0.95], seeds)).toMatchObject({ holds: false, measured: [0.8, 0.9, 0.96] })
    expect(judgeRow(row, [0.7, 0.95], seeds.slice(0, 2))).toMatchObject({ holds: true })
  })

  it('on the median is not', () => {
    const row = rowOf('signDecay', 'median')
    const seeds = [0.1, 0.5, 0.9].map((signDecay) => measuredWith({ signDecay }))
    expect(judgeRow(row, [0.4, 0.7], seeds)).toMatchObject({ holds: true, measured: [0.5, 0.5, 0.5] })
  })

  it('on all seeds together pools their returns', () => {
    const row = rowOf('deviationDay', 'all seeds together')
    const wild = { ...measuredWith(), days: Float64Array.of(-0.04, 0.04) }
    const { measured } = judgeRow(row, [1, 5], [measuredWith(), wild])
    expect(measured[1]).toBeCloseTo(100 * Math.sqrt((0.02 ** 2 + 0.04 ** 2) / 2), 10)
  })

  it('on nothing, or on what is no number, does not hold', () => {
    expect(verdict('x', 'each seed', [], [0, 1], [])).toMatchObject({ holds: false })
    expect(verdict('x', 'each seed', [NaN], [-Infinity, Infinity], [])).toMatchObject({ holds: false })
  })

  it('comes for every row, for aggregation and for the curve', () => {
    const seed = measuredWith({ kurtosisMinute: 15, kurtosisFiveMinutes: 11, kurtosisHour: 12 })
    const verdicts = judge('equity', [seed])
    expect(verdicts).toHaveLength(ACCEPTANCE.length + 2)
    const [aggregation, curve] = verdicts.slice(-2)
    expect(aggregation).toMatchObject({ holds: false, measured: [-1, 1.5, 4] })
    expect(curve).toMatchObject({ holds: true, measured: [0, 0, 0] })
  })
})

it('the median curve is the median at each lag', () => {
  const curves = [0.1, 0.2, 0.6].map((level) => ({
    ...measuredWith(),
    magnitudeCurve: DEUTSCHMARK_ABSOLUTE_RETURNS.map((_, i) => level + i),
  }))
  expect(medianCurve(curves).slice(0, 2)).toEqual([0.2, 1.2])
})

describe('as text', () => {
  it('numbers have three digits that matter', () => {
    expect([12.34, 3.14159, 0.30949, -0.0432, 1234.5, 60, -0, NaN, Infinity, 1e-9].map(numberText)).toEqual([
      '12.3',
      '3.14',
      '0.309',
      '−0.043',
      '1,235',
      '60',
      '0',
      '–',
      '∞',
      '0',
    ])
  })

  it('ranges say what they exclude', () => {
    expect(rangeText([0.15, 0.45])).toBe('0.15 to 0.45')
    expect(rangeText([6, Infinity])).toBe('above 6')
    expect(rangeText([-Infinity, -0.02])).toBe('below −0.02')
    expect(measuredText([1, 2, 3])).toBe('1 / 2 / 3')
    expect(measuredText([2, 2, 2])).toBe('2')
  })

  it('a line says the figure, its source and how it came to us', () => {
    const line = verdictLine(judgeRow(rowOf('magnitudeMemory1', 'each seed'), [0.15, 0.45], [measuredWith()]))
    expect(line).toMatch(/^OUT {3}0 +0\.15 to 0\.45 +ACF of \|r\|, 5 min, lag 1 \(each seed\)/)
    expect(line).toContain(
      '0.309 (DM-$) (Andersen & Bollerslev 1997, J. Emp. Fin. 4:115, footnote 14; read at the source)',
    )
  })
})
