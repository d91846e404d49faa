import { expect, it } from 'vitest'
import { parseBookSettings } from './book-settings.ts'

const DEFAULTS = { sides: 'both', levels: 20, grouping: 1, hasDepthChart: false }

it('reads back what was chosen', () => {
  const chosen = { sides: 'asks', levels: 10, grouping: 100, hasDepthChart: true }
  expect(parseBookSettings(JSON.parse(JSON.stringify(chosen)))).toEqual(chosen)
})

it.each([undefined, null, 'x', [[]], { sides: 'left', levels: 7, grouping: '10', hasDepthChart: 'yes' }])(
  'begins as usual where %j was kept',
  (kept) => {
    expect(parseBookSettings(kept)).toEqual(DEFAULTS)
  },
)
