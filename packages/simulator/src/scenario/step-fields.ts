/** What may stand in each kind of step. */

import type { RequiredField } from '../forms/field.ts'
import { SYMBOL_FIELD } from '../instruments/entry-fields.ts'
import { DURATION, LONGEST, SHORTEST, type Kind } from './fields.ts'
import type { StepOf } from './input.ts'
import type { StepKind } from './scenario.ts'

const MOST_POINTS = 1_000

const change = {
  kind: 'number',
  min: -0.99,
  max: 10,
  meaning: 'Of the price, as a share of it: 0.05 is 5 % up, -0.5 half of it down.',
} as const
const after = { kind: 'span', min: '0s', max: LONGEST, meaning: 'When, counted from the start of the step.' } as const
const price = { kind: 'number', min: -1e12, max: 1e12 } as const
const usual = { kind: 'number', min: 0, max: 1_000, default: 1 } as const
const size = { kind: 'number', min: 0.001, max: 10_000 } as const
const units = { kind: 'number', whole: true, min: 1, max: 1_000 } as const
const auction = { kind: 'span', min: '0s', max: '1d' } as const
const points = { kind: 'list', least: 1, most: MOST_POINTS, increasing: 'after' } as const

export const STEP_FIELDS: { readonly [Of in Exclude<StepKind, 'list'>]: Kind<StepOf<Of>> } = {
  'price-path': {
    meaning:
      'The price moves along a line, in shares of where it stood when the step began, and stays where the last point leaves it.',
    fields: {
      points: {
        ...points,
        of: { after, change: { ...change, meaning: 'How far the price is then: -0.09 is 9 % down.' } },
        meaning: 'Where the line goes, from 0 at the start of the step.',
      },
    },
  },
  'price-target': {
    meaning: 'The price moves along a line through given prices, which may be zero and below.',
    fields: {
      points: {
        ...points,
        of: { after, price: { ...price, meaning: 'What the price is then.' } },
        meaning: 'Where the line goes, from where the price stands.',
      },
    },
  },
  'price-jump': { meaning: 'The price is elsewhere at once.', fields: { change } },
  activity: {
    meaning: 'For a while there is more or less of something than usual, by these multiples.',
    fields: {
      for: DURATION,
      trades: { ...usual, meaning: 'Times as many trades.' },
      orders: { ...usual, meaning: 'Times as many limit orders and cancellations.' },
      depth: { ...usual, min: 0.01, meaning: 'Times as much in the book.' },
      spread: { ...usual, min: 0.1, meaning: 'Times as wide a spread.' },
      volatility: { ...usual, max: 100, meaning: 'Times as large moves.' },
    },
  },
  'no-trades': { meaning: 'Quotes go on, nobody trades.', fields: { for: DURATION } },
  stale: {
    meaning: 'Nothing comes for the symbols, and no status says so.',
    fields: { for: DURATION },
  },
  cross: {
    meaning: 'Bid and ask are equal (locked), or the bid stands above the ask (crossed).',
    fields: {
      for: DURATION,
      ticks: {
        kind: 'number',
        whole: true,
        min: 0,
        max: 1_000,
        default: 0,
        meaning: 'How far the bid stands above the ask; 0 is locked.',
      },
    },
  },
  halt: {
    meaning: 'Trading is halted, and resumes elsewhere or where it was, after an auction or without.',
    fields: {
      for: DURATION,
      reason: { kind: 'text', most: 100, default: 'trading halted', meaning: 'What the status says.' },
      auction: {
        ...auction,
        default: '0s',
        meaning: 'How long orders are collected before trading resumes; 0s for no auction.',
      },
      change: { ...change, default: 0, meaning: 'How far from the last price it resumes: 0.05 is 5 % up.' },
    },
  },
  'limit-bands': {
    meaning:
      'Limit up, limit down: no quote stands outside a band around the mean price of the last five minutes; when the price stays at a limit, trading pauses.',
    fields: {
      for: DURATION,
      band: { kind: 'number', min: 0.001, max: 0.99, default: 0.05, meaning: 'Half-width of the band: 0.05 is 5 %.' },
      limitState: {
        kind: 'span',
        min: SHORTEST,
        max: '1h',
        default: '15s',
        meaning: 'How long the price stays at a limit before trading pauses.',
      },
      pause: { kind: 'span', min: SHORTEST, max: '1d', default: '5m', meaning: 'How long trading pauses.' },
      auction: {
        ...auction,
        default: '10s',
        meaning: 'How long orders are collected after the pause; 0s for no auction.',
      },
    },
  },
  auction: {
    meaning: 'Orders are collected, an indicative price is shown, and one trade ends it.',
    fields: { for: DURATION },
  },
  'stub-trades': {
    meaning: 'Market orders meet an empty book and trade at a stub quote.',
    fields: {
      side: { kind: 'choice', of: ['buy', 'sell'], default: 'sell', meaning: 'Which side’s market orders.' },
      price: {
        ...price,
        orNull: true,
        default: null,
        meaning: 'The stub’s price; null is one tick for sells and 100 times the price for buys.',
      },
      count: { ...units, default: 1, meaning: 'How many trades.' },
    },
  },
  'fat-finger': {
    meaning: 'One trade far away, taken back later.',
    fields: {
      change: { ...change, default: -0.1, meaning: 'How far away: -0.1 is 10 % down.' },
      size: { ...size, default: 20, meaning: 'In typical trades.' },
      bustAfter: {
        kind: 'span',
        min: SHORTEST,
        max: LONGEST,
        orNull: true,
        default: '60s',
        meaning: 'When it is taken back; null lets it stand.',
      },
    },
  },
  'late-trade': {
    meaning: 'A trade is reported long after it happened, away from the present price.',
    fields: {
      delay: { kind: 'span', min: SHORTEST, max: LONGEST, default: '10m', meaning: 'How long ago it happened.' },
      change: { ...change, default: 0.01, meaning: 'How far from the present price: 0.01 is 1 % above.' },
      size: { ...size, default: 1, meaning: 'In typical trades.' },
    },
  },
  split: {
    meaning:
      'So many new units for so many old ones: 4 for 1 divides the price by four, 1 for 10 multiplies it by ten.',
    fields: {
      numerator: { ...units, meaning: 'New units.' },
      denominator: { ...units, default: 1, meaning: 'Old units.' },
      closedFor: {
        kind: 'span',
        min: '0s',
        max: LONGEST,
        default: '5s',
        meaning: 'How long the symbol is closed before.',
      },
    },
  },
  rename: {
    meaning: 'One instrument goes on under another symbol and id.',
    fields: { to: { ...SYMBOL_FIELD, meaning: 'The new symbol, one that the tape has not had.' } as RequiredField },
  },
  delist: { meaning: 'The instruments close and leave the tape.', fields: {} },
  'tick-size': {
    meaning: 'The smallest price step changes.',
    fields: { times: { kind: 'number', min: 0.001, max: 1_000, meaning: 'So many times what it was: 5, or 0.2.' } },
  },
}
