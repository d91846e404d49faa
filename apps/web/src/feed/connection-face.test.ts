import type { DeckStatus } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { startNumbers } from '../format/decimal.ts'
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
    ['Connecting', { connection: 'connecting', deck: undefined }],
    ['Reconnecting in 2 s', { connection: 'connecting', deck: undefined, retrySeconds: 2 }],
    ['Connecting', { deck: undefined }],
    ['Live', {}],
    ['Replay', { deck: recording }],
    ['Waiting', { deck: { ...recording, state: 'waiting' } }],
    ['Paused', { deck: { ...recording, state: 'paused' } }],
    ['Ended', { deck: { ...recording, state: 'ended' } }],
    ['Live', { silentSeconds: 3 }],
    ['Stale: no heartbeat for 4 s', { silentSeconds: 4, lagMs: 9_000 }],
    ['Live', { lagMs: 999 }],
    ['Lagging 2.5 s', { lagMs: 2_480 }],
    ['Lagging 1.0 s', { lagMs: 1_000, isOffline: true }],
    ['Reconnecting', { connection: 'reconnecting', silentSeconds: 40 }],
    ['Reconnecting in 3 s', { connection: 'reconnecting', retrySeconds: 3 }],
    ['Offline', { connection: 'reconnecting', retrySeconds: 3, isOffline: true }],
    ['Closed', { connection: 'closed' }],
  ] as const)('is %s when it is %o', (text, given) => {
    const well = {
      connection: 'connected',
      deck,
      silentSeconds: 0,
      retrySeconds: undefined,
      isOffline: false,
      lagMs: 12,
    } as const
    expect(connectionFace({ ...well, ...given }).text).toBe(text)
  })

  it('writes how late it is as the reader does', () => {
    startNumbers('de-DE')
    const late = { connection: 'connected', deck, silentSeconds: 0, isOffline: false, lagMs: 2_480 } as const
    expect(connectionFace({ ...late, retrySeconds: undefined }).text).toBe('Lagging 2,5 s')
    startNumbers('en-US')
  })

  it('offers to try now only while it waits to', () => {
    const lost = { connection: 'reconnecting', deck, silentSeconds: 9, isOffline: false, lagMs: undefined } as const
    expect(connectionFace({ ...lost, retrySeconds: 2 }).isWaiting).toBe(true)
    expect(connectionFace({ ...lost, retrySeconds: undefined }).isWaiting).toBe(false)
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
