import { describe, expect, it } from 'vitest'
import { formatListRoute, formatRoute, parseListRoute, parseRoute } from './route.ts'

describe('an address', () => {
  it.each([
    ['#BTC-USD/1m', { symbol: 'BTC-USD', interval: '1m' }],
    ['#SHIB-USD', { symbol: 'SHIB-USD', interval: undefined }],
    ['#AAPL/2w', { symbol: 'AAPL', interval: undefined }],
    ['', { symbol: undefined, interval: undefined }],
    ['#/', { symbol: undefined, interval: undefined }],
    ['#%E0%A4%A/1m', { symbol: '%E0%A4%A', interval: '1m' }],
  ])('%s asks for %j', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route)
  })

  it('leads back to the view that it was made of', () => {
    expect(parseRoute(formatRoute('BRK.B:XNYS', '15s'))).toEqual({ symbol: 'BRK.B:XNYS', interval: '15s' })
  })
})

describe('the address of a list', () => {
  it('is as one would write it, and leaves to others what is theirs', () => {
    expect(formatListRoute('?rec=r-1&s=AAPL', { symbols: ['BTC-USD', 'BRK.B:XNYS'], view: 'heat' })).toBe(
      '?s=BTC-USD,BRK.B%3AXNYS&view=heat&rec=r-1',
    )
    expect(formatListRoute('?s=AAPL&view=heat', { symbols: undefined, view: undefined })).toBe('')
  })

  it('leads back to the list', () => {
    const route = { symbols: ['BTC-USD', 'BRK.B:XNYS'], view: 'tiles' }
    expect(parseListRoute(formatListRoute('', route))).toEqual(route)
    expect(parseListRoute('?s=')).toEqual({ symbols: undefined, view: undefined })
    expect(parseListRoute('?s=,A,,B')).toEqual({ symbols: ['A', 'B'], view: undefined })
  })

  it('does without a list that is too long for a link', () => {
    const symbols = Array.from({ length: 2_000 }, (_, index) => `SYMBOL-${index}`)
    expect(formatListRoute('', { symbols, view: undefined })).toBe('')
  })
})
