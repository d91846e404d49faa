import { describe, expect, it } from 'vitest'
import { marketReport } from './market-report.ts'

/** Names of elements that never have an end tag in HTML. */
const VOID = new Set(['meta', 'br', 'hr', 'img', 'link', 'input'])

/** Elements that are opened and not closed in their order. */
function unbalanced(html: string): readonly string[] {
  const open: string[] = []
  for (const [, close, name = '', selfClosed] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*?(\/?)>/gi)) {
    if (selfClosed === '/' || VOID.has(name)) continue
    if (close === '') open.push(name)
    else if (open.pop() !== name) return [`</${name}>`]
  }
  return open
}

it('a report is the same for the same seed, and another for another', () => {
  const report = (seed: number): string => marketReport({ seed, symbol: 'BRK-A', days: 2 })
  const html = report(3)
  expect(report(3)).toBe(html)
  expect(report(4)).not.toBe(html)
})

// a quiet share in its hours, a large tick, prices far below a cent
describe.each([
  ['JPM', true, 3],
  ['F', false, 2],
  ['SHIB-USD', true, 2],
])('a report on %s', (symbol, isInVenueHours, days) => {
  const html = marketReport({ seed: 3, symbol, days, isInVenueHours })

  it('has every number that it needs', () => {
    expect(html).not.toMatch(/NaN|undefined|Infinity|null|\[object/)
  })

  it('is one page that needs nothing else', () => {
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(|https?:/)
    expect(html).toContain('prefers-color-scheme: dark')
    expect(html).toContain('@media print')
    expect(unbalanced(html)).toEqual([])
  })

  it('has its pictures, numbered, and its table with the source of every figure', () => {
    const numbers = [...html.matchAll(/<span class="number">(\d+)<\/span>/g)].map(([, number]) => Number(number))
    expect(numbers).toEqual(numbers.map((_, i) => i + 1))
    expect(numbers.length).toBe(14)
    expect(html.match(/<svg [^>]*role="img"/g)?.length).toBeGreaterThanOrEqual(14)
    const figures = html.match(/<span class="source">/g) ?? []
    expect(figures.length).toBeGreaterThan(15)
    expect(html.match(/<span class="reading">(read at the source|second-hand|from memory|ours)</g)).toHaveLength(
      figures.length,
    )
  })
})

describe('a report that cannot be made', () => {
  it('says which instruments there are', () => {
    expect(() => marketReport({ seed: 1, symbol: 'NOPE' })).toThrow(/no NOPE \(known: BTC-USD, /)
  })

  it('says how long it can be', () => {
    expect(() => marketReport({ seed: 1, symbol: 'JPM', days: 0.5 })).toThrow(
      'days 0.5 of the report must be from 2 to 400',
    )
    expect(() => marketReport({ seed: 1, symbol: 'JPM', days: NaN })).toThrow(/from 2 to 400/)
  })
})
