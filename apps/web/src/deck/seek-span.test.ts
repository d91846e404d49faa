import type { DeckStatus } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { clampTo, fractionOf, seekSpan, timeAt } from './seek-span.ts'

const live: DeckStatus = {
  deck: 'live',
  state: 'playing',
  epoch: 'e',
  take: 1,
  position: 500,
  wall: 0,
  speed: 1,
  driver: null,
  span: { from: 100, to: null },
  source: { kind: 'simulator', name: 'a market', tapeId: 't' },
  loop: null,
  markers: [],
  events: 0,
  digest: null,
}
const rewound: DeckStatus = {
  ...live,
  deck: 'deck-1',
  span: { from: 50, to: 400 },
  source: { ...live.source, kind: 'rolling' },
}
const recording: DeckStatus = { ...rewound, source: { ...live.source, kind: 'file' } }

describe('the span of the seek line', () => {
  it.each([
    ['live', live, { from: 100, to: 450 }],
    ['the tape of the last hours, up to now', rewound, { from: 50, to: 500 }],
    ['a recording', recording, { from: 50, to: 400 }],
  ])('of %s', (_what, deck, span) => {
    expect(seekSpan(deck, 450, 500, undefined)).toEqual(span)
  })
  it('of live begins where the tape of the last hours does', () => {
    expect(seekSpan(live, 450, 500, 20)).toEqual({ from: 20, to: 450 })
  })
})

describe('a place on the line', () => {
  it.each([
    [{ from: 100, to: 200 }, 150, 0.5],
    [{ from: 100, to: 200 }, 90, 0],
    [{ from: 100, to: 200 }, 300, 1],
    [{ from: 100, to: 100 }, 100, 1],
    [{ from: 100, to: 100 }, 99, 0],
  ])('in %j, %d lies at %d', (span, time, fraction) => {
    expect(fractionOf(span, time)).toBe(fraction)
  })
  it('leads back to its time, and never out of the span', () => {
    expect(timeAt({ from: 100, to: 200 }, 0.25)).toBe(125)
    expect(timeAt({ from: 100, to: 200 }, 7)).toBe(200)
    expect(clampTo({ from: 100, to: 200 }, -Infinity)).toBe(100)
  })
})
