/** The way of bytes to a client: each takes the delay, and as long as those before it need at the rate. */

import { Transform, type TransformCallback } from 'node:stream'
import { after, nowMs } from '../transport-timers.ts'

export interface Pace {
  /** Of the machine's time. */
  readonly delayMs: number
  /** `Infinity`: as they come. */
  readonly bytesPerSecond: number
}

/** A timer cannot wait for as long as a line can be slow. */
const LONGEST_WAIT_MS = 60_000

export class Way extends Transform {
  #pace: Pace
  /** What was let in and has not arrived, in order, and when it does. */
  #underWay: { readonly chunk: Buffer; readonly at: number }[] = []
  /** When what was let in last is through, and the next may come. */
  #freeAt = 0
  #letIn: (() => void) | undefined
  #end: (() => void) | undefined
  #cancel: () => void = () => undefined

  constructor(pace: Pace) {
    // little is kept on the way, so that who sends feels how slow it is
    super({ highWaterMark: 16_384 })
    this.#pace = pace
  }

  /** What is under way arrives at once: no old terms hold up the new. */
  set pace(pace: Pace) {
    this.#pace = pace
    this.#freeAt = 0
    this.#underWay = this.#underWay.map(({ chunk }) => ({ chunk, at: 0 }))
    this.#move()
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    const { delayMs, bytesPerSecond } = this.#pace
    this.#freeAt = Math.max(nowMs(), this.#freeAt) + (chunk.length / bytesPerSecond) * 1_000
    this.#underWay.push({ chunk, at: this.#freeAt + delayMs })
    this.#letIn = done
    this.#move()
  }

  override _flush(done: TransformCallback): void {
    this.#end = done
    this.#move()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#cancel()
    done(error)
  }

  /** Hands on what has arrived, lets in what may come, and comes back when there is more to do. */
  #move(): void {
    const now = nowMs()
    for (let first = this.#underWay[0]; first !== undefined && first.at <= now; first = this.#underWay[0]) {
      this.#underWay.shift()
      this.push(first.chunk)
    }
    if (this.#letIn !== undefined && this.#freeAt <= now) {
      const letIn = this.#letIn
      this.#letIn = undefined
      letIn()
    }
    this.#comeBack()
  }

  #comeBack(): void {
    this.#cancel()
    const [first] = this.#underWay
    if (first === undefined && this.#letIn === undefined) {
      const end = this.#end
      this.#end = undefined
      end?.()
      return
    }
    const at = Math.min(first?.at ?? Infinity, this.#letIn === undefined ? Infinity : this.#freeAt)
    this.#cancel = after(Math.min(at - nowMs(), LONGEST_WAIT_MS), () => this.#move())
  }
}
