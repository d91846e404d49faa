import { expect, it } from 'vitest'
import { AddressRates } from './address-rates.ts'

function ratesAt(rate: number, burst: number): { rates: AddressRates; pass: (milliseconds: number) => void } {
  let now = 0
  const rates = new AddressRates(rate, burst, 'maxRequestsPerSecondPerAddress', () => now)
  return { rates, pass: (milliseconds) => void (now += milliseconds) }
}

it('an address may do something at once, then at its rate, and others are not concerned', () => {
  const { rates, pass } = ratesAt(2, 3)
  for (let i = 0; i < 3; i++) rates.take('a')
  expect(() => rates.take('a')).toThrow(
    expect.objectContaining({
      code: 'LIMIT_RATE',
      details: expect.objectContaining({ retryAfterSeconds: 1 }) as object,
    }),
  )
  rates.take('b')
  pass(500)
  rates.take('a')
  expect(() => rates.take('a')).toThrow()
})

it('addresses that are quiet are forgotten', () => {
  const { rates, pass } = ratesAt(1_000, 1_000)
  for (let i = 0; i < 1_000; i++) rates.take(`address ${i}`)
  expect(rates.size).toBe(1_000)
  pass(1_000)
  for (let i = 0; i < 1_000; i++) rates.take('the only one')
  expect(rates.size).toBe(1)
})

it('more addresses than can be remembered push out those that were quiet for the longest time', () => {
  const { rates } = ratesAt(1, 1)
  rates.take('first')
  for (let i = 0; i < 120_000; i++) rates.take(`address ${i}`)
  expect(rates.size).toBeLessThanOrEqual(50_000)
  // forgotten, and so begins anew; the last one is not
  rates.take('first')
  expect(() => rates.take('address 119999')).toThrow()
})
