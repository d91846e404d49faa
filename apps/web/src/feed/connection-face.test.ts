import type { DeckStatus } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { connectionFace, lampWord, modeOf } from './connection-face.ts'
import { positionAfter } from './deck-position.ts'

const deck: DeckStatus = {
  deck: 'live',
  state: 'playing',
  epoch: 'e',
  take: 1,
  position: 1_000_000,
  wall: 1_000_000,
  speed: 1,
  driver: null,
  span: { from: 0, to: null },
  source: { kind: 'simulator', name: 'simulated market, seed 1', tapeId: 't' },
  loop: null,
  markers: [],
  events: 0,
  digest: null,
}
const recording: DeckStatus = { ...deck, source: { ...deck.source, kind: 'file' }, span: { from: 0, to: 5_000_000 } }

describe('the connection', () => {
  it.each([
    ['Connecting', 'connecting', undefined, 0],
    ['Connecting', 'connected', undefined, 0],
    ['Live', 'connected', deck, 0],
    ['Replay', 'connected', recording, 0],
    ['Waiting', 'connected', { ...recording, state: 'waiting' }, 0],
    ['Ended', 'connected', { ...recording, state: 'ended' }, 0],
    ['Live', 'connected', deck, 3],
    ['Stale: no heartbeat for 4 s', 'connected', deck, 4],
    ['Reconnecting', 'reconnecting', deck, 40],
    ['Closed', 'closed', deck, 0],
  ] as const)('is %s when it is %s', (text, state, status, silentSeconds) => {
    expect(connectionFace(state, status, silentSeconds).text).toBe(text)
  })

  it('calls a recording a replay, and an import as well', () => {
    expect(modeOf(deck)).toBe('live')
    expect(modeOf({ ...deck, source: { ...deck.source, kind: 'import' } })).toBe('replay')
  })
})

describe('tape time between two heartbeats', () => {
  it('runs at the deck’s speed', () => {
    expect(positionAfter({ ...deck, speed: 10 }, 250)).toBe(3_500_000)
  })

  it('stands still while the deck does', () => {
    expect(positionAfter({ ...deck, state: 'paused' }, 250)).toBe(1_000_000)
    expect(positionAfter({ ...deck, speed: 'max' }, 250)).toBe(1_000_000)
  })

  it('never passes the end of the tape', () => {
    expect(positionAfter(recording, 60_000)).toBe(5_000_000)
    const rewound: DeckStatus = { ...recording, source: { ...recording.source, kind: 'rolling' } }
    expect(positionAfter(rewound, 60_000)).toBe(61_000_000)
  })
})

describe('the lamp', () => {
  const ofOnesOwn = { ...deck, deck: 'deck-1' }
  it.each([
    ['LIVE', 'live', deck],
    ['REPLAY', 'replay', recording],
    ['SCENARIO', 'replay', ofOnesOwn],
    ['REPLAY', 'replay', { ...ofOnesOwn, source: { ...deck.source, kind: 'rolling' } }],
  ] as const)('says %s, and the page is %s', (word, mode, status) => {
    expect(lampWord(status)).toBe(word)
    expect(modeOf(status)).toBe(mode)
  })
})
