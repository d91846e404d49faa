/** Scenarios of the catalogue about the instruments themselves: what comes, goes and changes. */

import type { ScenarioInput } from '../input.ts'

export const INSTRUMENT_SCENARIOS: readonly ScenarioInput[] = [
  {
    name: 'split',
    title: 'A share is split 4 for 1: the price is a quarter, sizes are four times as large.',
    steps: [{ kind: 'split', at: '10s', symbols: ['AAPL'], numerator: 4, closedFor: '5s' }],
  },
  {
    // where earlier prices are not adjusted a chart jumps: 8.65 to 988.3 was one (eod2, issue 268)
    name: 'reverse-split',
    title: 'A share is merged 1 for 10: the price is ten times as high.',
    steps: [{ kind: 'split', at: '10s', symbols: ['F'], numerator: 1, denominator: 10, closedFor: '5s' }],
  },
  {
    name: 'rename',
    title: 'A share goes on under another symbol: F becomes FORD.',
    steps: [{ kind: 'rename', at: '10s', symbols: ['F'], to: 'FORD' }],
  },
  {
    name: 'listing',
    title: 'A share is listed and trades ten times as much as usual in its first five minutes.',
    steps: [
      {
        kind: 'list',
        at: '10s',
        instrument: {
          symbol: 'NEWCO',
          name: 'Newcomer Corporation',
          class: 'us-equity',
          price: 38,
          tickSize: 0.01,
          size: 120,
          dailyVolatility: 0.04,
        },
      },
      { kind: 'activity', at: '10s', for: '5m', symbols: ['NEWCO'], trades: 10, orders: 5, volatility: 3 },
    ],
  },
  {
    name: 'delisting',
    title: 'A coin falls by 40 % in half a minute, closes and leaves the market.',
    steps: [
      { kind: 'price-path', at: '10s', symbols: ['LTC-USD'], points: [{ after: '30s', change: -0.4 }] },
      { kind: 'delist', at: '45s', symbols: ['LTC-USD'] },
    ],
  },
  {
    // from 1 to 5 cents, as in the tick size pilot of the SEC from 2016 to 2018
    name: 'tick-size',
    title: 'The tick size of a share becomes five times as large, and after a minute what it was.',
    steps: [
      { kind: 'tick-size', at: '10s', symbols: ['AAPL'], times: 5 },
      { kind: 'tick-size', at: '70s', symbols: ['AAPL'], times: 0.2 },
    ],
  },
]
