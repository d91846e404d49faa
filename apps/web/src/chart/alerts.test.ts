import { describe, expect, it } from 'vitest'
import { alertNear, snapToTick } from './alerts.ts'

describe('the price of an alert', () => {
  it.each([
    [100.126, 0.01, 2, 100.13],
    [100.1, 0.25, 2, 100],
    [0.0000123349, 1e-8, 8, 0.00001233],
    [0.1 + 0.2, 0.1, 1, 0.3],
    [-3.2, 0.5, 1, -3],
    [-0.1, 0.5, 1, 0],
  ])('%d by steps of %d is %#', (price, tickSize, precision, snapped) => {
    expect(snapToTick(price, tickSize, precision)).toBe(snapped)
  })
})

describe('the alert under the pointer', () => {
  const alerts = [
    { id: 'a', price: 10 },
    { id: 'b', price: 14 },
    { id: 'off', price: 99 },
  ]
  const heightOf = (price: number): number | null => (price === 99 ? null : price)

  it('is the nearest within reach', () => {
    expect(alertNear(alerts, 11, 6, heightOf)?.id).toBe('a')
    expect(alertNear(alerts, 13, 6, heightOf)?.id).toBe('b')
  })

  it('is none where all are farther', () => {
    expect(alertNear(alerts, 21, 6, heightOf)).toBeUndefined()
    expect(alertNear([], 10, 6, heightOf)).toBeUndefined()
  })
})
