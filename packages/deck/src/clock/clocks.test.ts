import { micros } from '@tapedeck/protocol'
import { expect, it } from 'vitest'
import { createManualHost } from './manual-host.ts'
import { createScaledClock } from './scaled-clock.ts'
import { createVirtualClock } from './virtual-clock.ts'
import { createWallClock } from './wall-clock.ts'

const start = micros(1_700_000_000_000_000)

it('a wall clock shows the time of its host', () => {
  const host = createManualHost(1_700_000_000_000)
  const clock = createWallClock(host)
  expect(clock.now()).toBe(start)
  host.pass(250)
  expect(clock.now()).toBe(start + 250_000)
})

it('a scaled clock stands until it is started, then runs at its speed', () => {
  const host = createManualHost(5_000)
  const clock = createScaledClock(10, host)
  clock.start(start)
  host.pass(1_500)
  expect(clock.now()).toBe(start + 15_000_000)
  expect(clock.wall()).toBe(6_500_000)
})

it('a scaled clock calls when tape time is reached, not when wall time is', () => {
  const host = createManualHost(0)
  const clock = createScaledClock(100, host)
  clock.start(start)
  const seen: number[] = []
  clock.schedule(micros(start + 1_000_000), () => seen.push(clock.now()))
  host.pass(9)
  expect(seen).toEqual([])
  host.pass(1)
  expect(seen).toEqual([start + 1_000_000])
})

it('a wall clock runs on when its host is set back, and says the true time as wall', () => {
  const host = createManualHost(1_700_000_000_000)
  const clock = createWallClock(host)
  host.setBack(3_600_000)
  expect(clock.now()).toBe(start)
  host.pass(1_000)
  expect(clock.now()).toBe(start + 1_000_000)
  expect(clock.wall()).toBe(start - 3_599_000_000)
})

it('a host clock that is set back holds tape time still', () => {
  const host = createManualHost(10_000)
  const clock = createScaledClock(1, host)
  clock.start(start)
  host.setBack(3_000)
  expect(clock.now()).toBe(start)
})

it.each([0, -1, 0.05, 1_001, Number.NaN])('a speed of %s is refused with its range', (speed) => {
  expect(() => createScaledClock(speed)).toThrow(/not between 0.1 and 1000/)
})

it('a virtual clock runs what was scheduled in the order of time, then of asking', () => {
  const clock = createVirtualClock(start)
  const seen: string[] = []
  clock.schedule(micros(start + 20), () => seen.push(`b at ${clock.now() - start}`))
  clock.schedule(micros(start + 10), () => {
    seen.push(`a at ${clock.now() - start}`)
    clock.schedule(micros(start + 20), () => seen.push('d'))
  })
  clock.schedule(micros(start + 20), () => seen.push('c'))
  const cancel = clock.schedule(micros(start + 20), () => seen.push('never'))
  cancel()
  clock.moveTo(micros(start + 20))
  expect(seen).toEqual(['a at 10', 'b at 20', 'c', 'd'])
  expect(clock.nextAt()).toBeUndefined()
})

it('a virtual clock beats once a second of its own time and never moves back', () => {
  const clock = createVirtualClock(start)
  let beats = 0
  const cancel = clock.everySecond(() => beats++)
  clock.moveTo(micros(start + 3_500_000))
  expect(beats).toBe(3)
  cancel()
  clock.moveTo(micros(start + 9_000_000))
  expect(beats).toBe(3)
  expect(() => clock.moveTo(start)).toThrow(/cannot move back/)
})

it('a scaled clock runs on at another speed from where it is', () => {
  const host = createManualHost(0)
  const clock = createScaledClock(1, host)
  clock.start(start)
  host.pass(1_000)
  clock.setSpeed(100)
  expect(clock.speed).toBe(100)
  expect(clock.now()).toBe(start + 1_000_000)
  host.pass(10)
  expect(clock.now()).toBe(start + 2_000_000)
  clock.setSpeed('max')
  host.pass(1_000)
  expect(clock.now()).toBe(start + 2_000_000)
  clock.setSpeed(1)
  host.pass(1)
  expect(clock.now()).toBe(start + 2_001_000)
  expect(() => clock.setSpeed(0)).toThrow(/not between 0.1 and 1000/)
  expect(clock.speed).toBe(1)
})

it.each([
  ['wall', createWallClock(createManualHost(0))],
  ['virtual', createVirtualClock(start)],
])('a %s clock has one speed', (_, clock) => {
  clock.setSpeed(1)
  expect(() => clock.setSpeed(2)).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }) as Error)
})

it('a virtual clock lets others work without moving', async () => {
  const clock = createVirtualClock(start)
  await new Promise<void>((resolve) => void clock.yield(resolve))
  expect(clock.now()).toBe(start)
  const seen: number[] = []
  clock.later(5, () => seen.push(clock.now() - start))
  clock.moveTo(micros(start + 10_000))
  expect(seen).toEqual([5_000])
})
