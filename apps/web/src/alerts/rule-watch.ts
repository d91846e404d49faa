/** Watches one figure for one alert: crossing with hysteresis, once or again and again, with a cool-down of tape time. */

import { MICROS_PER_SECOND } from '@tapedeck/protocol'
import { isAlarm, marginOf, type AlertRule, type Crossing } from './alert-rule.ts'

/** Tape time in which an alert that repeats does not fire again. */
const COOL_DOWN = 30 * MICROS_PER_SECOND

type Side = 'below' | 'above'

export class RuleWatch {
  readonly rule: AlertRule
  readonly #margin: number
  #side: Side | undefined
  /** Whether it has been away from the level since it last crossed it. */
  #hasLeft = true
  #firedAt: number | undefined

  constructor(rule: AlertRule) {
    this.rule = rule
    this.#margin = marginOf(rule)
    this.restart()
  }

  /** Another take of the tape: what was before is no past of what comes. */
  restart(): void {
    this.#side = isAlarm(this.rule.kind) ? 'below' : undefined
    this.#hasLeft = true
    this.#firedAt = undefined
  }

  /** The figure's newest value, at a tape time; says which way it crossed the level where the alert fires. */
  hear(value: number, at: number): Crossing | undefined {
    const { level, direction, repeats } = this.rule
    const crossed = this.#cross(value, level)
    if (crossed === undefined || (direction !== 'either' && direction !== crossed)) return undefined
    const firedAt = this.#firedAt
    if (firedAt !== undefined && (!repeats || at - firedAt < COOL_DOWN)) return undefined
    this.#firedAt = at
    return crossed
  }

  #cross(value: number, level: number): Crossing | undefined {
    const isAway = Math.abs(value - level) >= this.#margin
    if (this.#side === undefined) {
      // a price that begins at the level has not crossed it, wherever it goes
      if (value !== level) this.#side = value < level ? 'below' : 'above'
      return undefined
    }
    const wasBelow = this.#side === 'below'
    const margin = this.#hasLeft ? 0 : this.#margin
    const hasCrossed = wasBelow ? value >= level + margin : value <= level - margin
    if (!hasCrossed) {
      this.#hasLeft ||= isAway
      return undefined
    }
    this.#side = wasBelow ? 'above' : 'below'
    this.#hasLeft = isAway
    return wasBelow ? 'up' : 'down'
  }
}
