import { expect, it } from 'vitest'
import { DEUTSCHMARK_ABSOLUTE_RETURNS, PUBLISHED, READINGS, SKY_PERFECT, SP500_RETURNS } from './published.ts'

/** The portmanteau statistic of autocorrelations over so many returns. */
const ljungBoxOf = (curve: readonly number[], n: number): number =>
  curve.reduce((sum, rho, i) => sum + (n * (n + 2) * rho ** 2) / (n - i - 1), 0)

it('the published curve gives its own published Ljung-Box statistic', () => {
  // 36,680 over 74,880 returns; three decimals leave a third of a percent
  expect(Math.abs(ljungBoxOf(DEUTSCHMARK_ABSOLUTE_RETURNS, 74_880) / 36_680 - 1)).toBeLessThan(0.0035)
  expect(Math.max(...SP500_RETURNS)).toBe(0.018)
})

it('the published power law of limit orders fits the levels that it was fitted to', () => {
  const { factor, exponent } = SKY_PERFECT.powerLaw
  SKY_PERFECT.limits.forEach((rate, level) => {
    expect(Math.abs((factor * (level + 1) ** -exponent) / rate - 1)).toBeLessThan(0.15)
  })
})

it('every figure says where it stands and how it came to us', () => {
  for (const { figure, source, reading } of Object.values(PUBLISHED).flat()) {
    expect(figure).not.toBe('')
    expect(source).not.toBe('')
    expect(READINGS).toContain(reading)
  }
})
