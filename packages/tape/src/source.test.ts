import { describe, expect, it } from 'vitest'
import { EVENTS, HEADER, HISTORY } from './fixtures/sample-tape.ts'
import { iteratorSource } from './source.ts'

describe('a source over events in memory', () => {
  it('gives every event once, in order, and then ends', async () => {
    const source = iteratorSource(HEADER, HISTORY, EVENTS.values())
    const taken = []
    for (let event = source.next(); event !== undefined; event = source.next()) taken.push(event)
    expect(taken).toEqual(EVENTS)
    expect(await source.fill()).toBe(false)
    expect(source.nextTime).toBeUndefined()
    await source.close()
  })

  it('leaves an event in place whose time has not come', async () => {
    const source = iteratorSource(HEADER, HISTORY, EVENTS.values())
    expect(await source.fill()).toBe(true)
    const time = EVENTS[0]?.tsRecv ?? 0
    expect(source.nextTime).toBe(time)
    expect(source.next(time - 1)).toBeUndefined()
    expect(source.next(time)).toBe(EVENTS[0])
    expect(source.next()).toBe(EVENTS[1])
  })

  it('makes an endless tape one event at a time, as it is asked', () => {
    let made = 0
    function* endless(): Generator<(typeof EVENTS)[number]> {
      for (const event of EVENTS) {
        made++
        yield event
      }
      yield* endless()
    }
    const source = iteratorSource(HEADER, [], endless())
    for (let taken = 0; taken < 1_000; taken++) source.next()
    expect(made).toBe(1_000)
  })
})
