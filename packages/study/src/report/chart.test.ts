import { describe, expect, it } from 'vitest'
import { chart, leftOf, type Mark } from './chart.ts'
import { linearScale, logScale } from './scale.ts'

const frame = {
  width: 500,
  height: 300,
  x: { scale: linearScale(0, 10, 5), title: 'lag' },
  y: { scale: linearScale(0, 1, 5), title: 'share' },
  meaning: 'A test of <charts>',
}
const draw = (mark: Mark): string => chart(frame, [mark])

describe('a chart', () => {
  it('says what it shows', () => {
    expect(chart(frame, [])).toContain('role="img" aria-label="A test of &lt;charts&gt;"')
  })

  it('keeps its marks inside the frame', () => {
    const data = [
      { x: -5, y: 0.5 },
      { x: 2, y: 7 },
      { x: 4, y: 0.5 },
      { x: 99, y: 0.5 },
    ]
    expect(draw({ kind: 'dots', of: 'ours', data }).match(/<circle/g)).toHaveLength(2)
    // above the frame is at its top
    expect(draw({ kind: 'dots', of: 'ours', data })).toContain('cy="10"')
    expect(draw({ kind: 'line', of: 'ours', data })).toMatch(/class="line ours" d="M[\d.]+ 10L[\d. ]+"/)
  })

  it('draws bars from the bottom, and none that is empty', () => {
    const svg = draw({ kind: 'bars', of: 'ours', data: [{ x: 2, y: 0.5 }, { x: 4, y: 0 }], width: 1 }) // prettier-ignore
    expect(svg.match(/<rect/g)).toHaveLength(1)
    const [, y = NaN, height = NaN] = (/y="([\d.]+)" width="[\d.]+" height="([\d.]+)"/.exec(svg) ?? []).map(Number)
    expect(y + height).toBe(260)
  })

  it('closes a band', () => {
    const low = [{ x: 1, y: 0.2 }, { x: 2, y: 0.3 }] // prettier-ignore
    const high = [{ x: 1, y: 0.6 }, { x: 2, y: 0.7 }] // prettier-ignore
    expect(draw({ kind: 'band', of: 'ours', low, high })).toMatch(/class="band ours" d="M[\d. L]+Z"/)
  })

  it('has room for the texts of its axis', () => {
    expect(leftOf(linearScale(0, 0.00001243, 5))).toBeGreaterThan(leftOf(logScale(1, 100)))
  })
})
