import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { quote } from './hand-made-stream.fixture.ts'
import { HeldEvents } from './held-events.ts'

const taken = (held: HeldEvents): readonly number[] => {
  const numbers: number[] = []
  for (let event = held.take(); event !== undefined; event = held.take()) numbers.push(event.seq)
  return numbers
}

describe('held events', () => {
  it('go on by release, and of one release as they came', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.nat(50), (releases, early) => {
        const held = new HeldEvents()
        const sorted = releases
          .map((release, number) => ({ release, number }))
          .toSorted((one, other) => one.release - other.release)
        releases.forEach((release, number) => {
          held.hold(quote(0, number), release)
        })
        expect(held.size).toBe(releases.length)
        const first: number[] = []
        for (let i = 0; i < Math.min(early, releases.length); i++) {
          expect(held.nextTime).toBe(sorted[i]?.release)
          first.push(held.take()?.seq ?? -1)
        }
        const restored = new HeldEvents()
        restored.load(held.save())
        const rest = taken(held)
        expect([...first, ...rest]).toEqual(sorted.map(({ number }) => number))
        expect(taken(restored)).toEqual(rest)
        expect(held.nextTime).toBe(Infinity)
      }),
    )
  })

  it('that come after a load stand behind those of the same release', () => {
    const held = new HeldEvents()
    held.hold(quote(0, 1), 5)
    const restored = new HeldEvents()
    restored.load(held.save())
    restored.hold(quote(0, 2), 5)
    expect(taken(restored)).toEqual([1, 2])
  })
})
