import { describe, expect, it } from 'vitest'
import { LatencyMeter } from './latency-meter.ts'

/** A meter on a clock that the test moves, with the frames that it asks for. */
function meterAt(playedMs: (event: { readonly tsRecv: number }) => number | undefined) {
  const clock = { nowMs: 1_000 }
  const marked = new Set<{ flush(quiet: boolean): void }>()
  const meter = new LatencyMeter({ mark: (item) => void marked.add(item) }, () => clock.nowMs, playedMs)
  return {
    clock,
    meter,
    frame: (quiet = false): number => {
      const items = [...marked]
      marked.clear()
      for (const item of items) item.flush(quiet)
      return items.length
    },
  }
}

describe('the latency meter', () => {
  it('follows one update a frame on its way', () => {
    const { clock, meter, frame } = meterAt(() => clock.nowMs - 990)
    meter.hear({ ts: 5_000, tsRecv: 8_000 })
    meter.hear({ ts: 0, tsRecv: 900_000 })
    clock.nowMs = 1_004
    expect(frame()).toBe(1)
    expect([...meter.samples('exchange', 60_000)]).toEqual([3])
    expect([...meter.samples('delivery', 60_000)]).toEqual([10])
    expect([...meter.samples('draw', 60_000)]).toEqual([4])
    expect([...meter.totals(60_000)]).toEqual([14])
  })

  it('knows nothing where the way is not known, and of what waited in a hidden tab', () => {
    const unknown = meterAt(() => undefined)
    unknown.meter.hear({ ts: 0, tsRecv: 0 })
    unknown.frame()
    expect(unknown.meter.totals(60_000)).toHaveLength(0)
    const moved = meterAt(() => 27_859_574_800)
    moved.meter.hear({ ts: 0, tsRecv: 0 })
    moved.frame()
    expect(moved.meter.lagMs).toBeUndefined()
    const hidden = meterAt(() => 5)
    hidden.meter.hear({ ts: 0, tsRecv: 0 })
    hidden.frame(true)
    expect(hidden.meter.lagMs).toBeUndefined()
  })

  it('tells the lag by the quickest update of two seconds', () => {
    let ageMs = 2_500
    const { clock, meter, frame } = meterAt(() => ageMs)
    for (const age of [2_500, 1_800, 3_000]) {
      ageMs = age
      meter.hear({ ts: 0, tsRecv: 0 })
      frame()
      clock.nowMs += 500
    }
    expect(meter.lagMs).toBe(1_800)
    clock.nowMs += 1_100
    expect(meter.lagMs).toBe(3_000)
    clock.nowMs += 2_000
    expect(meter.lagMs).toBeUndefined()
  })

  it('keeps the newest, sorted, of the span that is asked for', () => {
    const { clock, meter, frame } = meterAt(() => clock.nowMs / 100)
    for (let count = 0; count < 5_000; count++) {
      meter.hear({ ts: 0, tsRecv: 0 })
      frame()
      clock.nowMs += 10
    }
    const samples = meter.samples('delivery', 1_000)
    expect(samples).toHaveLength(100)
    expect(samples[0]).toBeLessThan(samples.at(-1) ?? 0)
    expect(meter.samples('delivery', 1e9)).toHaveLength(4_096)
    meter.clear()
    expect(meter.samples('delivery', 1e9)).toHaveLength(0)
  })
})
