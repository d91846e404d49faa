import { micros, scaledPrice, scaledSize, seq, type SourceEvent } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { EVENTS, START } from '../fixtures/sample-tape.ts'
import { createDigest } from './digest.ts'
import { nodeHash } from '../file/node-hash.ts'

/** SHA-256 over the frozen bytes of canonical.test.ts, one after the other. */
const SAMPLE_DIGEST = 'b540e4c78e04b82723c4bc7004f99aa5cd563327eb2810d83b6c19628b4531b5'
const EMPTY_DIGEST = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

function manyQuotes(count: number): SourceEvent[] {
  return Array.from({ length: count }, (_, i) => ({
    type: 'quote',
    ts: micros(START + i),
    tsRecv: micros(START + i),
    seq: seq(i + 1),
    instrumentId: 1,
    bid: scaledPrice(6_421_850 + (i % 100)),
    bidSize: scaledSize(i),
    ask: i % 7 === 0 ? null : scaledPrice(6_421_950),
    askSize: scaledSize(1),
  }))
}

describe.each([
  ['portable', () => createDigest()],
  ['Node', () => createDigest(nodeHash())],
])('the digest of a tape, %s', (_, create) => {
  it('is the SHA-256 of its events in canonical form', () => {
    const digest = create()
    for (const event of EVENTS) digest.add(event)
    expect(digest.hex()).toBe(SAMPLE_DIGEST)
    expect(digest.events).toBe(EVENTS.length)
  })

  it('can be asked at any time and does not change by it', () => {
    const digest = create()
    expect(digest.hex()).toBe(EMPTY_DIGEST)
    for (const event of EVENTS) {
      digest.add(event)
      expect(digest.hex()).toBe(digest.hex())
    }
    expect(digest.hex()).toBe(SAMPLE_DIGEST)
  })
})

describe('two digests', () => {
  it('agree over a tape longer than the buffer, whichever hash they use', () => {
    const [portable, node] = [createDigest(), createDigest(nodeHash())]
    for (const event of manyQuotes(5_000)) {
      portable.add(event)
      node.add(event)
    }
    expect(portable.hex()).toBe(node.hex())
  })

  it('differ when two events change places', () => {
    const [first, second] = [createDigest(), createDigest()]
    for (const event of EVENTS) first.add(event)
    for (const event of [...EVENTS].reverse()) second.add(event)
    expect(first.hex()).not.toBe(second.hex())
  })
})
