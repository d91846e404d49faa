import { expect, it } from 'vitest'
import { EMPTY_VIEW } from '../feed/symbol-view.ts'
import { summaryOf, type Situation } from './summary.ts'

type Told = Situation['members'][number]
const told = (symbol: string, changePercent: number | null): Told =>
  ({ info: { symbol, name: `${symbol} Inc.` }, view: EMPTY_VIEW, stats: { changePercent } }) as unknown as Told

const SYMBOL: Told = {
  ...told('AAPL', 1),
  view: {
    ...EMPTY_VIEW,
    ...{ last: '232.29', change: '+0.92', changePercent: '+0.40%', bid: '232.27', ask: '232.31', tsRecv: 5_000_000 },
  },
}

it('tells how the symbol stands, what moved most, and whether the page is right', () => {
  const members = [SYMBOL, told('B', -4), told('C', 0.5), told('D', null), told('E', 7)]
  expect(summaryOf({ symbol: SYMBOL, members, position: 7_000_000, connection: 'Live' })).toBe(
    'AAPL, AAPL Inc.: 232.29. On the day +0.92, +0.40%. Bid 232.27, ask 232.31. live, quote 2 s old. ' +
      'Moved most: E +7.00%, B −4.00%, AAPL +1.00%. The page: Live.',
  )
})

it('says what it does not know', () => {
  const symbol = told('AAPL', null)
  expect(summaryOf({ symbol, members: [], position: undefined, connection: 'Connecting' })).toBe(
    'AAPL, AAPL Inc.: —. On the day —, —. Bid —, ask —. nothing known yet. The page: Connecting.',
  )
  expect(summaryOf({ symbol: undefined, members: [], position: undefined, connection: 'Connecting' })).toBe(
    'No symbol yet. Connecting.',
  )
})
