/** Scenarios of the catalogue about the price: how far and how fast it goes, and how it looks. */

import type { ScenarioInput } from '../input.ts'

/** Shares that fall together, and the index that they make. */
const EQUITIES = ['AAPL', 'MSFT', 'NVDA', 'AMZN', 'GOOGL', 'TSLA', 'JPM', 'XOM', 'SPX-CFD']

export const PRICE_SCENARIOS: readonly ScenarioInput[] = [
  {
    // 6 May 2010: the Dow fell by 998.5 points, some 9 %, within minutes and recovered most of it; single shares traded at
    // stub quotes of one cent (report of the CFTC and the SEC, 30 September 2010)
    name: 'flash-crash',
    title:
      'Shares fall by 9 % in five minutes, some trade at one cent, and most of the loss is made good in ten minutes.',
    steps: [
      {
        kind: 'price-path',
        at: '10s',
        symbols: EQUITIES,
        points: [
          { after: '180s', change: -0.03 },
          { after: '300s', change: -0.09 },
          { after: '330s', change: -0.085 },
          { after: '900s', change: -0.035 },
        ],
      },
      { kind: 'activity', at: '10s', for: '10m', symbols: EQUITIES, trades: 10, orders: 10, depth: 0.1, spread: 20 },
      { kind: 'stub-trades', at: '305s', symbols: ['JPM'], count: 5 },
    ],
  },
  {
    name: 'gap-open',
    title: 'Two shares open far from their last close: one 6 % above, one 4 % below.',
    // half a minute before the New York open
    start: '2026-01-12T14:29:30Z',
    calendar: 'real',
    steps: [
      { kind: 'price-jump', at: '10s', symbols: ['AAPL'], change: 0.06 },
      { kind: 'price-jump', at: '10s', symbols: ['MSFT'], change: -0.04 },
    ],
  },
  {
    // programs have shown prices like 0.00000644 as 6.44e-06 or 0.00 (btcticker, issue 70; freqtrade, issue 5686); here steps are finer still
    name: 'tiny-price',
    title: 'A coin is listed whose price of 0.000000008123 moves in steps of a millionth of a millionth.',
    steps: [
      {
        kind: 'list',
        at: '10s',
        instrument: {
          symbol: 'TINY-USD',
          name: 'Tiny coin / US dollar',
          class: 'crypto-tiny',
          price: 8.123e-9,
          tickSize: 1e-12,
          size: 1_000_000,
          sizeIncrement: 1,
          halfSpread: 2,
        },
      },
    ],
  },
  {
    name: 'huge-price',
    title: 'An instrument is listed at 700,000.00, with a million million on either side of the book.',
    steps: [
      {
        kind: 'list',
        at: '10s',
        instrument: {
          symbol: 'HUGE-USD',
          name: 'Huge coin / US dollar',
          class: 'crypto',
          price: 700_000,
          tickSize: 0.01,
          size: 100_000_000,
          sizeIncrement: 1,
          restingSize: 1e12,
          tradesPerSecond: 0.2,
        },
      },
    ],
  },
  {
    // 20 April 2020: the May contract of crude oil settled at -37.63; some screens showed 0.01 while it traded at -3.70
    name: 'negative-price',
    title: 'Crude oil is listed and falls from 17.73 through zero to -37.63, as on 20 April 2020.',
    steps: [
      {
        kind: 'list',
        at: '5s',
        instrument: {
          symbol: 'CL-CFD',
          name: 'Crude oil, contract for difference',
          class: 'index',
          price: 17.73,
          tickSize: 0.01,
          size: 5,
          tradesPerSecond: 2,
          dailyVolatility: 0.05,
          halfSpread: 2,
          factor: null,
        },
      },
      {
        kind: 'price-target',
        at: '10s',
        symbols: ['CL-CFD'],
        points: [
          { after: '30s', price: 3.3 },
          { after: '60s', price: 0.01 },
          { after: '90s', price: -3.7 },
          { after: '2m', price: -37.63 },
        ],
      },
    ],
  },
]
