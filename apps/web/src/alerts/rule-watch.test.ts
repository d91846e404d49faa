import { describe, expect, it } from 'vitest'
import type { AlertRule } from './alert-rule.ts'
import { ruleOf } from './rule.fixture.ts'
import { RuleWatch } from './rule-watch.ts'

const SECOND = 1_000_000

/** What it says to values of which one comes each second. */
function heard(changes: Partial<AlertRule>, values: readonly number[], secondsBetween = 1): string {
  const watch = new RuleWatch(ruleOf(changes))
  return values.map((value, index) => watch.hear(value, index * secondsBetween * SECOND)?.[0] ?? '.').join('')
}

describe('an alert on a price', () => {
  it.each<[string, Partial<AlertRule>, readonly number[], string]>([
    ['fires where it reaches the level, and once', {}, [99, 99.5, 100, 101, 99, 101], '..u...'],
    ['fires where it jumps over it', {}, [99, 103], '.u'],
    ['fires on the way down', {}, [101, 100.5, 99.99], '..d'],
    ['does not fire where it begins beyond', { direction: 'up' }, [103, 104, 105], '...'],
    ['does not fire where it begins at the level', {}, [100, 101, 102], '...'],
    ['waits for its direction', { direction: 'up' }, [103, 98, 101], '..u'],
    ['waits for its direction down', { direction: 'down' }, [98, 101, 99], '..d'],
  ])('%s', (_name, rule, values, expected) => {
    expect(heard(rule, values)).toBe(expected)
  })

  it('that repeats fires again after half a minute of tape time, not before', () => {
    const swings = [99, 101, 99, 101, 99, 101]
    expect(heard({ repeats: true }, swings, 10)).toBe('.u..d.')
    expect(heard({ repeats: true }, swings, 30)).toBe('.ududu')
  })

  it('that trembles at the level fires for it once', () => {
    // a hundredth is its margin
    expect(heard({ repeats: true }, [99, 100, 99.995, 100, 99.995, 100.005], 60)).toBe('.u....')
    expect(heard({ repeats: true }, [99, 100, 99.995, 100, 99.99, 100.01], 60)).toBe('.u..du')
  })

  it('forgets what was on another take of the tape', () => {
    const watch = new RuleWatch(ruleOf())
    expect([99, 101].map((value) => watch.hear(value, 5))).toEqual([undefined, 'up'])
    watch.restart()
    expect([101, 99].map((value) => watch.hear(value, 1))).toEqual([undefined, 'down'])
  })
})

describe('an alert on what should not be', () => {
  it('fires also where it is so from the beginning', () => {
    expect(heard({ kind: 'spread', direction: 'up', level: 5 }, [7, 8])).toBe('u.')
    expect(heard({ kind: 'stale', direction: 'up', level: 30 }, [3, 31, 32])).toBe('.u.')
  })

  it('tells of it again after it was well', () => {
    const rule = { kind: 'stale', direction: 'up', level: 30, repeats: true } as const
    expect(heard(rule, [0, 30, 31, 0, 30, 0], 20)).toBe('.u..u.')
    expect(heard({ ...rule, kind: 'spread', level: 10 }, [9, 10, 9.5, 11, 9, 10], 60)).toBe('.u...u')
  })
})
