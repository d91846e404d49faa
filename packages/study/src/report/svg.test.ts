import { describe, expect, it } from 'vitest'
import { coordinate, element, escapeText, label, pathThrough } from './svg.ts'

describe('coordinates', () => {
  it('have two decimals at most and one zero', () => {
    expect([1, 1.005, -2.349, -0.001, 1e-9].map(coordinate)).toEqual(['1', '1', '-2.35', '0', '0'])
  })

  it.each([NaN, Infinity, -Infinity])('are never %s', (x) => {
    expect(() => coordinate(x)).toThrow(String(x))
    expect(() => element('circle', { cx: x })).toThrow(String(x))
  })
})

describe('text', () => {
  it('cannot end the element that it stands in', () => {
    expect(escapeText('a < b & "c"')).toBe('a &lt; b &amp; &quot;c&quot;')
    expect(label(1, 2, '<script>')).toBe('<text x="1" y="2">&lt;script&gt;</text>')
    expect(element('g', { class: '"><x' })).toBe('<g class="&quot;&gt;&lt;x"/>')
  })
})

describe('a path', () => {
  it('is interrupted where there is no number', () => {
    const points = [
      { x: 0, y: 1 },
      { x: 1, y: 2 },
      { x: NaN, y: 3 },
      { x: 3, y: 4 },
    ]
    expect(pathThrough(points)).toBe('M0 1L1 2M3 4')
  })
})
