import { micros, seq, type SourceEvent, type SourceEventType } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { EVENTS } from '../fixtures/sample-tape.ts'
import { canonicalJson, createCanonicalWriter } from './canonical.ts'

/** Never to be edited: a tape's digest of today must be its digest in ten years. */
const FROZEN: Readonly<Record<SourceEventType, string>> = {
  instrument:
    '01e1635ba09d370600e8635ba09d370600010200000000000000020000000000000008000000534849422d55534415000000536869626120496e75202f20555320646f6c6c61720300000053494d0600000063727970746f03000000555344080000000000000001000000000000000000000000000000010000000000000001000000000000000500000074726164650500000030303a3030030000005554430400000032342f37010700000000000000',
  quote:
    '02c9675ba09d370600d0675ba09d3706000100000000000000015afd610000000000018813000000000000000000000000000000000000000000000000',
  trade: '03b16b5ba09d370600b86b5ba09d370600010000000000000000877ffa20000000004df1ffffffffffff07010000000000000202',
  'trade-bust':
    '04996f5ba09d370600a06f5ba09d37060001000000000000000104000000542dc3bc5afd6100000000000701000000000000b86b5ba09d370600',
  book: '0581735ba09d37060088735ba09d370600020000000000000001010000002c030000000000000000000000000000000000000000000000010000002d0300000000000000404c948b320300010300000000000000',
  status: '0669775ba09d37060070775ba09d3706000100000000000000040c0000006e6577732070656e64696e67',
  gap: '07517b5ba09d370600587b5ba09d37060000000000000000000000000000000000000000000000000000000070775ba09d370600587b5ba09d3706000a000000636c6f636b2d6a756d70',
  marker:
    '08397f5ba09d370600407f5ba09d370600050000006661756c74290000007b2261223a322c227a223a5b312e352c6e756c6c2c7b2261223a2278222c2262223a747275657d5d7d',
  opaque: '0921835ba09d37060028835ba09d370600c8000000000000000400000000ff1080',
}

function canonicalHex(events: readonly SourceEvent[]): string {
  let hex = ''
  const writer = createCanonicalWriter((bytes) => (hex += Buffer.from(bytes).toString('hex')))
  for (const event of events) writer.write(event)
  writer.flush()
  return hex
}

describe('the canonical form', () => {
  it.each(EVENTS.map((event) => [event.type, event] as const))('of %s is frozen byte by byte', (type, event) => {
    expect(canonicalHex([event])).toBe(FROZEN[type])
  })

  it('leaves out the number of an event, so that renumbering a tape keeps its digest', () => {
    const renumbered = EVENTS.map((event) => ({ ...event, seq: seq(event.seq + 1_000) }))
    expect(canonicalHex(renumbered)).toBe(canonicalHex(EVENTS))
  })

  it('is the same for texts and payloads longer than the buffer', () => {
    const head = { ts: micros(0), tsRecv: micros(0), seq: seq(1) }
    const payload = new Uint8Array(200_000).fill(7)
    const reason = 'ü'.repeat(100_000)
    const hex = canonicalHex([
      { type: 'opaque', ...head, kind: 1, payload },
      { type: 'status', ...head, instrumentId: 1, status: 'closed', reason },
    ])
    expect(hex).toContain(`400d0300${'07'.repeat(200_000)}06`)
    expect(hex.endsWith(`05400d0300${'c3bc'.repeat(100_000)}`)).toBe(true)
  })

  it('orders the keys of marker parameters at every depth', () => {
    const parsed: unknown = JSON.parse('{"b":{"d":1,"c":[{"z":0,"y":null}]},"__proto__":2,"a":"\\u00e9"}')
    expect(canonicalJson(parsed as Parameters<typeof canonicalJson>[0])).toBe(
      '{"__proto__":2,"a":"é","b":{"c":[{"y":null,"z":0}],"d":1}}',
    )
  })
})
