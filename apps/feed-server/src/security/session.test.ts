import type { ErrorBody } from '@tapedeck/protocol'
import { expect, it } from 'vitest'
import type { Authentication } from './authentication.ts'
import { OPEN, type Grant } from './grant.ts'
import { Session, type SessionClock } from './session.ts'

const SECOND = 1_000_000
const DAY = 86_400 * SECOND

/** Time that is moved, with timers that are as narrow as those of JavaScript. */
class MovedClock implements SessionClock {
  #now = 0
  readonly #timers = new Map<object, { at: number; run: () => void }>()
  now(): number {
    return this.#now
  }
  after(milliseconds: number, run: () => void): () => void {
    if (milliseconds > 2_147_483_647) throw new Error('a timer of JavaScript would fire at once')
    const key = {}
    this.#timers.set(key, { at: this.#now + milliseconds * 1_000, run })
    return () => this.#timers.delete(key)
  }
  get timers(): number {
    return this.#timers.size
  }
  moveTo(time: number): void {
    for (;;) {
      const [next] = [...this.#timers].filter(([, { at }]) => at <= time).sort(([, a], [, b]) => a.at - b.at)
      if (next === undefined) break
      const [key, { at, run }] = next
      this.#timers.delete(key)
      this.#now = at
      run()
    }
    this.#now = time
  }
  /** Somebody sets the clock; timers do not notice. */
  set(time: number): void {
    for (const timer of this.#timers.values()) timer.at += time - this.#now
    this.#now = time
  }
}

function begun(expiresAt: number): {
  clock: MovedClock
  session: Session
  heard: string[]
  renew: (grant: Grant) => void
} {
  const clock = new MovedClock()
  const heard: string[] = []
  let next: Grant = { ...OPEN, expiresAt }
  const authentication: Authentication = { isRequired: true, authenticate: () => Promise.resolve(next) }
  const hear = ({ code }: ErrorBody): void => void heard.push(`${clock.now() / SECOND} ${code}`)
  const session = new Session(authentication, { expiring: hear, expired: hear }, next, clock)
  return { clock, session, heard, renew: (grant) => (next = grant) }
}

it('a grant is told to end half a minute before it does', () => {
  const { clock, heard } = begun(600 * SECOND)
  clock.moveTo(DAY)
  expect(heard).toEqual(['570 TOKEN_EXPIRING', '600 TOKEN_EXPIRED'])
  expect(clock.timers).toBe(0)
})

it('a short one at half of its time', () => {
  const { clock, heard } = begun(4 * SECOND)
  clock.moveTo(DAY)
  expect(heard).toEqual(['2 TOKEN_EXPIRING', '4 TOKEN_EXPIRED'])
})

it('one of more than 2^31 milliseconds lasts as long', () => {
  const { clock, heard } = begun(60 * DAY)
  clock.moveTo(59 * DAY)
  expect(heard).toEqual([])
  clock.moveTo(61 * DAY)
  expect(heard).toEqual([`${60 * 86_400 - 30} TOKEN_EXPIRING`, `${60 * 86_400} TOKEN_EXPIRED`])
})

it('a machine that slept, or whose clock was set, ends it within a minute', () => {
  const { clock, heard } = begun(3_600 * SECOND)
  clock.set(2 * 3_600 * SECOND)
  clock.moveTo((2 * 3_600 + 60) * SECOND)
  expect(heard).toHaveLength(2)
})

it('a renewed one lasts on, and a connection that is gone hears nothing', async () => {
  const { clock, session, heard, renew } = begun(600 * SECOND)
  clock.moveTo(580 * SECOND)
  renew({ ...OPEN, expiresAt: 1_200 * SECOND })
  await session.authenticate({ jwt: 'the next' })
  clock.moveTo(1_000 * SECOND)
  expect(heard).toEqual(['570 TOKEN_EXPIRING'])
  const renewal = session.authenticate({ jwt: 'one more' })
  session.end()
  await renewal
  clock.moveTo(DAY)
  expect(heard).toEqual(['570 TOKEN_EXPIRING'])
  expect(clock.timers).toBe(0)
})
