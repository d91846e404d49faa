/** Scenarios of the catalogue about trading: how much there is, what stops it, and trades that are not as others. */

import type { ScenarioInput } from '../input.ts'

export const TRADING_SCENARIOS: readonly ScenarioInput[] = [
  {
    // limit up, limit down of the US markets: bands of 5 % around the mean of five minutes, 15 s in the limit state, a pause of 5 minutes
    name: 'halt',
    title: 'A share falls by 12 %, meets its limit bands of 5 %, pauses for five minutes and reopens with an auction.',
    steps: [
      {
        kind: 'limit-bands',
        for: '30m',
        symbols: ['AAPL'],
        band: 0.05,
        limitState: '15s',
        pause: '5m',
        auction: '10s',
      },
      { kind: 'price-path', at: '10s', symbols: ['AAPL'], points: [{ after: '60s', change: -0.12 }] },
    ],
  },
  {
    name: 'news-halt',
    title: 'A share is halted for a minute before news, and reopens with an auction 4 % higher.',
    steps: [
      { kind: 'halt', at: '10s', for: '60s', symbols: ['MSFT'], reason: 'news pending', auction: '15s', change: 0.04 },
    ],
  },
  {
    name: 'auction',
    title: 'Trading of a share stops for an auction of twenty seconds that ends in one large trade.',
    steps: [{ kind: 'auction', at: '10s', for: '20s', symbols: ['AAPL'] }],
  },
  {
    name: 'burst-x10',
    title: 'For ten seconds everything comes ten times as often.',
    steps: [{ kind: 'activity', at: '10s', for: '10s', symbols: 'all', trades: 10, orders: 10 }],
  },
  {
    name: 'burst-x100',
    title: 'For two seconds everything comes a hundred times as often.',
    steps: [{ kind: 'activity', at: '10s', for: '2s', symbols: 'all', trades: 100, orders: 100 }],
  },
  {
    name: 'zero-volume',
    title: 'Nobody trades for five minutes, while quotes go on.',
    steps: [{ kind: 'no-trades', at: '10s', for: '5m', symbols: 'all' }],
  },
  {
    name: 'locked',
    title: 'Bid and ask are equal: three times for half a second, then for five seconds.',
    steps: crossings(['AAPL', 'EUR-USD'], 0),
  },
  {
    // as Bitfinex sent it: a bid above the asks (its api_docs, issue 9)
    name: 'crossed',
    title: 'The bid stands three ticks above the ask: three times for half a second, then for five seconds.',
    steps: crossings(['AAPL', 'EUR-USD'], 3),
  },
  {
    // quotes that stand still while the connection lives (Krypto-trading-bot, issue 934)
    name: 'stale',
    title: 'Nothing comes for one symbol for a minute, and no status says so.',
    steps: [{ kind: 'stale', at: '10s', for: '60s', symbols: ['BTC-USD'] }],
  },
  {
    name: 'fat-finger',
    title: 'One trade 10 % below the market, taken back after a minute.',
    steps: [{ kind: 'fat-finger', at: '10s', symbols: ['AAPL'], change: -0.1, size: 20, bustAfter: '60s' }],
  },
  {
    // reports of trades outside exchanges that come minutes late and off the price (Polygon, issue 86)
    name: 'late-trade',
    title:
      'Trades of ten minutes ago are reported, 1 % away from the market: they count for volume, not for the price.',
    steps: ['10s', '20s', '30s'].map((at) => ({
      kind: 'late-trade',
      at,
      symbols: ['AAPL'],
      delay: '10m',
      change: 0.01,
    })),
  },
]

/** Short ones, which a screen that draws rarely may miss, and a long one. */
function crossings(symbols: readonly string[], ticks: number): ScenarioInput['steps'] & object {
  return [
    { kind: 'cross', at: '10s', for: '500ms', symbols, ticks },
    { kind: 'cross', at: '12s', for: '500ms', symbols, ticks },
    { kind: 'cross', at: '14s', for: '500ms', symbols, ticks },
    { kind: 'cross', at: '20s', for: '5s', symbols, ticks },
  ]
}
