import { INTERVALS, micros, seq, type BarState } from '@tapedeck/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkBars, decodeBars, encodeBars } from './bars-block.ts'

const price = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -1e15 + 1, max: 1e15 - 1 }))
const bar: fc.Arbitrary<BarState> = fc
  .record({
    instrumentId: fc.constantFrom(1, 7),
    interval: fc.constantFrom('1s' as const, '1d' as const),
    at: fc.nat({ max: 5 }),
    length: fc.constantFrom(1_000_000, 86_400_000_000, 82_800_000_000),
    number: fc.nat({ max: 12 }),
    open: price,
    high: price,
    low: price,
    close: price,
    volume: price,
    tradeCount: fc.oneof(fc.nat({ max: 3 }), fc.maxSafeNat()),
    corrected: fc.boolean(),
  })
  .map(({ at, length, number, ...rest }) => ({
    ...(rest as unknown as BarState),
    seq: seq(number),
    tsOpen: micros(at * 1_000_000),
    tsClose: micros(at * 1_000_000 + length),
    closed: true,
  }))

describe('a block of bars', () => {
  it('gives back each series in the order in which it was told', () => {
    fc.assert(
      fc.property(fc.array(bar, { maxLength: 20 }), (bars) => {
        const payload = encodeBars(bars)
        checkBars(payload)
        for (const instrumentId of [1, 7, 8]) {
          for (const interval of INTERVALS) {
            const series = bars.filter((each) => each.instrumentId === instrumentId && each.interval === interval)
            expect(decodeBars(payload, instrumentId, interval)).toEqual(series)
          }
        }
      }),
    )
  })

  it('of any bytes is read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          checkBars(bytes)
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'TAPE_CORRUPT' })
        }
      }),
    )
  })
})
