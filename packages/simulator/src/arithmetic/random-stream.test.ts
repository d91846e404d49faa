import { describe, expect, it } from 'vitest'
import { hashOf, openStream } from './random-stream.ts'

describe('a random stream', () => {
  it('gives the same numbers for the same seed, name and purpose', () => {
    const [one, two] = [openStream(7, 'BTC-USD', 'price'), openStream(7, 'BTC-USD', 'price')]
    for (let i = 0; i < 100; i++) expect(one.next()).toBe(two.next())
  })

  it('is another one for another seed, name or purpose', () => {
    const first = openStream(7, 'BTC-USD', 'price').next()
    const others = [
      openStream(8, 'BTC-USD', 'price'),
      openStream(7 + 2 ** 32, 'BTC-USD', 'price'),
      openStream(-7, 'BTC-USD', 'price'),
      openStream(7, 'BTC-USE', 'price'),
      openStream(7, 'BTC-USD', 'sign'),
    ].map((stream) => stream.next())
    expect(new Set([first, ...others]).size).toBe(6)
  })

  it('is uniform, exponential and normal to within sampling error', () => {
    const stream = openStream(1, 'AAPL', 'test')
    const n = 100_000
    let [uniform, exponential, normal, square] = [0, 0, 0, 0]
    for (let i = 0; i < n; i++) {
      uniform += stream.uniform() / n
      exponential += stream.exponential() / n
      const z = stream.normal()
      normal += z / n
      square += (z * z) / n
    }
    // four standard errors each
    expect(Math.abs(uniform - 0.5)).toBeLessThan(0.0037)
    expect(Math.abs(exponential - 1)).toBeLessThan(0.0127)
    expect(Math.abs(normal)).toBeLessThan(0.0127)
    expect(Math.abs(square - 1)).toBeLessThan(0.018)
  })

  it('starts where it started when this was written', () => {
    expect(openStream(1, 'BTC-USD', 'price').next()).toMatchInlineSnapshot(`1666237362`)
    expect(hashOf('BTC-USD', 1, 1)).toMatchInlineSnapshot(`1840340535`)
  })
})
