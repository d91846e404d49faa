/** The scenario of the catalogue in which all kinds of steps and faults come together, each at symbols of its own. */

import type { ScenarioInput } from '../input.ts'

export const EVERYTHING: ScenarioInput = {
  name: 'everything',
  title: 'Every kind of step and every fault within five minutes, at different symbols.',
  steps: [
    { kind: 'activity', at: '5s', for: '3s', symbols: 'all', trades: 20, orders: 20 },
    {
      kind: 'price-path',
      at: '10s',
      symbols: ['MSFT', 'SPX-CFD'],
      points: [
        { after: '60s', change: -0.09 },
        { after: '3m', change: -0.03 },
      ],
    },
    { kind: 'activity', at: '10s', for: '2m', symbols: ['MSFT', 'SPX-CFD'], trades: 10, depth: 0.1, spread: 20 },
    { kind: 'stub-trades', at: '70s', symbols: ['MSFT'], count: 3 },
    { kind: 'limit-bands', at: '10s', for: '4m', symbols: ['NVDA'], pause: '60s' },
    { kind: 'price-path', at: '15s', symbols: ['NVDA'], points: [{ after: '30s', change: -0.12 }] },
    { kind: 'halt', at: '20s', for: '30s', symbols: ['JPM'], reason: 'news pending', auction: '10s', change: 0.04 },
    { kind: 'auction', at: '20s', for: '20s', symbols: ['XOM'] },
    { kind: 'price-jump', at: '20s', symbols: ['ETH-USD'], change: 0.05 },
    { kind: 'price-target', at: '20s', symbols: ['USD-JPY'], points: [{ after: '30s', price: 155 }] },
    { kind: 'no-trades', at: '20s', for: '2m', symbols: ['ADA-USD'] },
    { kind: 'stale', at: '20s', for: '60s', symbols: ['SOL-USD'] },
    { kind: 'cross', at: '20s', for: '5s', symbols: ['EUR-USD'] },
    { kind: 'cross', at: '20s', for: '5s', symbols: ['GBP-USD'], ticks: 3 },
    { kind: 'fat-finger', at: '25s', symbols: ['TSLA'] },
    { kind: 'late-trade', at: '25s', symbols: ['GOOGL'] },
    { kind: 'split', at: '30s', symbols: ['AAPL'], numerator: 4 },
    { kind: 'split', at: '30s', symbols: ['DOGE-USD'], numerator: 1, denominator: 10 },
    { kind: 'rename', at: '30s', symbols: ['F'], to: 'FORD' },
    { kind: 'tick-size', at: '30s', symbols: ['AMZN'], times: 5 },
    { kind: 'delist', at: '40s', symbols: ['LTC-USD'] },
    {
      kind: 'list',
      at: '40s',
      instrument: {
        symbol: 'NEWCO',
        name: 'Newcomer Corporation',
        class: 'us-equity',
        price: 38,
        tickSize: 0.01,
        size: 120,
      },
    },
  ],
  faults: [
    { kind: 'drop', at: '90s', for: '30s', symbols: ['BTC-USD'], probability: 0.05 },
    { kind: 'duplicate', at: '90s', for: '30s', symbols: ['XRP-USD'], probability: 0.05 },
    { kind: 'reorder', at: '90s', for: '30s', symbols: ['AVAX-USD'], probability: 0.05 },
    { kind: 'delay', at: '90s', for: '30s', symbols: ['LINK-USD'], by: '2s' },
    { kind: 'freeze', at: '90s', for: '10s', symbols: ['SHIB-USD'] },
    { kind: 'skew', at: '90s', for: '60s', symbols: ['USD-MXN'] },
  ],
}
