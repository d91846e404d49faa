import type { DeckStatus } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { nextSpeed, parseSpeed, speedsFor } from './speeds.ts'

const recording: DeckStatus = {
  deck: 'deck-1',
  state: 'playing',
  epoch: 'e',
  take: 1,
  position: 0,
  wall: 0,
  speed: 1,
  driver: 'me',
  span: { from: 0, to: 100 },
  source: { kind: 'file', name: 'calm', tapeId: 't' },
  loop: null,
  markers: [],
  events: 0,
  digest: null,
}
const rewound: DeckStatus = { ...recording, source: { ...recording.source, kind: 'rolling' } }

describe('the speeds of a deck', () => {
  it('end with max for a recording, and with a number for a tape that goes on', () => {
    expect(speedsFor(recording).at(-1)).toBe('max')
    expect(speedsFor(rewound).at(-1)).toBe(100)
  })
  it('hold the one that somebody set, in its place', () => {
    expect(speedsFor({ ...rewound, speed: 3 })).toEqual([0.25, 0.5, 1, 2, 3, 5, 10, 25, 50, 100])
  })
  it.each([
    [1, 1, 2],
    [1, -1, 0.5],
    [0.25, -1, 0.25],
    [100, 1, 'max'],
    ['max', 1, 'max'],
    ['max', -1, 100],
  ] as const)('from %s by %d is %s', (speed, by, next) => {
    expect(nextSpeed({ ...recording, speed }, by)).toBe(next)
  })
  it.each([
    ['4', 4],
    ['0.5', 0.5],
    ['max', 'max'],
    ['', undefined],
    ['0', undefined],
    ['1e9', undefined],
    ['fast', undefined],
  ])('%j is %s', (text, speed) => {
    expect(parseSpeed(text)).toBe(speed)
  })
})
