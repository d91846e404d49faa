import { describe, expect, it } from 'vitest'
import { formatRoute, parseRoute } from './route.ts'

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
