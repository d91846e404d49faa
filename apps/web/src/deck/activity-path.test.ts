import { expect, it } from 'vitest'
import { activityPath } from './activity-path.ts'

it('draws a bar for each part with events, the busiest to the top, a quarter of that to the half', () => {
  expect(activityPath([0, 100, 25])).toBe('M1 100V0.0h0.62V100zM2 100V46.5h0.62V100z')
})
it('draws nothing where nothing is', () => {
  expect(activityPath([])).toBe('')
  expect(activityPath([0, 0])).toBe('')
})
