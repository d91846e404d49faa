import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { formatChange, formatPercent, formatPercentMark } from './change.ts'
import { formatSpeed, shortDigest } from './count.ts'
import { splitPrice } from './dealing.ts'
import { groupDigits, parseNumber, startNumbers, typedDecimal } from './decimal.ts'
import { formatPrice, formatSize, formatVolume, formatVolumeMark, sharedPrefix } from './price.ts'
import { formatAge, formatCountdown, formatDuration, formatDate, formatTime, formatTimeMs } from './time.ts'

describe('a price', () => {
  it.each([
    [64_218.5, 2, '64,218.50'],
    [0.00000812, 8, '0.00000812'],
    [0.000009453, 9, '0.000009453'],
    [155.2, 3, '155.200'],
    [-37.63, 2, '\u221237.63'],
    [1_234_567, 0, '1,234,567'],
    [999, 0, '999'],
    [0, 2, '0.00'],
  ])('of %d at %d decimals reads %s', (price, precision, text) => {
    expect(formatPrice(price, precision)).toBe(text)
  })

  it('that is not known is a dash, never 0', () => {
    expect(formatPrice(null, 2)).toBe('—')
    expect(formatSize(null, 8)).toBe('—')
  })

  it('keeps every digit of the venue’s integer', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -(10 ** 15) + 1, max: 10 ** 15 - 1 }),
        fc.integer({ min: 0, max: 12 }),
        (n, precision) => {
          const digits = formatPrice(n / 10 ** precision, precision).replaceAll(/[,.\u2212]/g, '')
          expect(digits.replace(/^0+(?=\d)/, '')).toBe(String(Math.abs(n)))
        },
      ),
    )
  })

  it('groups the whole part alone', () => {
    expect(groupDigits('1234567.123456')).toBe('1,234,567.123456')
  })
})

describe('the digits that moved', () => {
  it.each([
    ['64,218.50', '64,219.00', 5],
    ['9,999.99', '10,000.00', 0],
    ['1.08412', '1.08412', 7],
  ])('from %s to %s come after %d that did not', (before, after, length) => {
    expect(sharedPrefix(before, after)).toBe(length)
  })
})

describe('a change of the day', () => {
  it('says its sign, even where it is too small for its digits', () => {
    expect(formatPercent(0.654)).toBe('+0.65%')
    expect(formatPercent(-2.04)).toBe('\u22122.04%')
    expect(formatPercent(0.001)).toBe('+0.00%')
    expect(formatPercent(0)).toBe('0.00%')
    expect(formatPercent(null)).toBe('—')
    expect(formatChange(-1234.5, 2)).toBe('\u22121,234.50')
  })
})

describe('the reader’s own numbers', () => {
  afterEach(() => startNumbers('en-US'))

  it.each([
    ['de-DE', '−1.234.567,50', '+0,65\u00a0%', '98.873,|17|'],
    ['de-CH', '−1’234’567.50', '+0.65%', '98’873.|17|'],
    ['fr-FR', '−1\u00a0234\u00a0567,50', '+0,65\u00a0%', '98\u00a0873,|17|'],
    ['en-IN', '−12,34,567.50', '+0.65%', '98,873.|17|'],
  ])('are written as in %s', (locale, price, percent, dealt) => {
    startNumbers(locale)
    // newer tables have a typographer’s apostrophe
    const written = (text: string): string => text.replaceAll("'", '’')
    expect(written(formatPrice(-1_234_567.5, 2))).toBe(price)
    expect(formatPercent(0.654)).toBe(percent)
    expect(formatPrice(123, 0)).toBe('123')
    const { figure, pips, tenth } = splitPrice(formatPrice(98_873.17, 2))
    expect(written([figure, pips, tenth].join('|'))).toBe(dealt)
  })
})

describe('a number that is typed', () => {
  afterEach(() => startNumbers('en-US'))

  it.each([
    ['en-US', '1,234.5', 1_234.5],
    ['en-US', '1,23', 1.23],
    ['en-US', '1,23,4', undefined],
    ['de-DE', '98.873,17', 98_873.17],
    ['de-DE', '98.873', 98_873],
    ['de-DE', '1.08412', 1.08412],
    ['de-DE', '98873.17', 98_873.17],
    ['de-DE', '\u22120,5', -0.5],
    ['de-CH', '1’234’567.50', 1_234_567.5],
    ['de-CH', "1'234", 1_234],
    ['fr-FR', '1\u202f234,5', 1_234.5],
    ['fr-FR', '1 234', 1_234],
    ['en-IN', '12,34,567.5', 1_234_567.5],
    ['en-US', '1e5', undefined],
    ['en-US', '', undefined],
    ['en-US', '-', undefined],
    ['en-US', '9'.repeat(400), undefined],
  ])('in %s as %s is %d', (locale, text, number) => {
    startNumbers(locale)
    expect(parseNumber(text)).toBe(number)
  })

  it.each(['en-US', 'de-DE', 'fr-FR', 'de-CH', 'en-IN'])('is what a field in %s begins with', (locale) => {
    startNumbers(locale)
    expect(parseNumber(typedDecimal('155.200'))).toBe(155.2)
    expect(parseNumber(typedDecimal('-98450.25'))).toBe(-98_450.25)
  })

  it('is the number that the page wrote', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('en-US', 'de-DE', 'de-CH', 'fr-FR', 'en-IN'),
        fc.integer({ min: -(10 ** 12), max: 10 ** 12 }),
        // three decimals alone look like a group
        fc.constantFrom(0, 1, 2, 4, 5, 8),
        (locale, n, precision) => {
          startNumbers(locale)
          const price = n / 10 ** precision
          // zero has no sign
          expect((parseNumber(formatPrice(price, precision)) ?? NaN) + 0).toBe(price + 0)
        },
      ),
    )
  })
})

describe('tape time', () => {
  const t = Date.UTC(2026, 0, 5, 14, 30, 0, 250) * 1000

  it('reads in UTC', () => {
    expect(formatTime(t)).toBe('14:30:00')
    expect(formatTimeMs(t + 999)).toBe('14:30:00.250')
    expect(formatDate(t)).toBe('5 Jan 2026')
  })

  it.each([
    [-5, '0 s'],
    [59_999_999, '59 s'],
    [60_000_000, '1 m'],
    [7_200_000_000, '2 h'],
    [172_800_000_000, '2 d'],
  ])('of %d microseconds ago is %s old', (age, text) => {
    expect(formatAge(age)).toBe(text)
  })

  it.each([
    [32_100_000, '00:33'],
    [0, '00:00'],
    [14_347_000_000, '3:59:07'],
  ])('of %d microseconds ahead is %s away', (left, text) => {
    expect(formatCountdown(left)).toBe(text)
  })
})

it('a speed is tape seconds per second', () => {
  expect(formatSpeed(10)).toBe('10×')
  expect(formatSpeed('max')).toBe('max')
})

it('a digest is short enough to compare at a glance', () => {
  expect(shortDigest('b54eb5c148cfefa441360855647e9b636b9f2d4fc1dac237c70019a3f002cc7c')).toBe('b54eb5…cc7c')
})

it.each([
  [12_751_879.918359, 6, '12,751,880'],
  [1_000, 8, '1,000'],
  [99_999_999, 0, '99,999,999'],
  [571_058_280, 0, '571.06 M'],
  [13_111_287_000, 0, '13.11 B'],
  [7.2e15, 0, '7,200.00 T'],
  [572.26596016, 8, '572.27'],
  [0.00312, 8, '0.00312000'],
  [600, 0, '600'],
])('a volume of %d at %i decimals is shown as %s', (volume, sizePrecision, text) => {
  expect(formatVolume(volume, sizePrecision)).toBe(text)
})

it.each([
  [0, '0'],
  [0.25, '0.25'],
  [12.5, '12.5'],
  [850_000, '850 K'],
  [17_250_000, '17.3 M'],
  [3e9, '3 B'],
])('a volume of %d is marked as %s', (volume, text) => {
  expect(formatVolumeMark(volume)).toBe(text)
})

it('marks of a chart are written as the reader writes', () => {
  startNumbers('de-DE')
  expect([formatVolumeMark(12.5), formatPercentMark(-0.254)]).toEqual(['12,5', '\u22120,25\u00a0%'])
  startNumbers('en-US')
  expect(formatPercentMark(0.25)).toBe('0.25%')
})

it.each([
  ['1.08412', '1.08', '41', '2'],
  ['151.256', '151.', '25', '6'],
  ['98,873.17', '98,873.', '17', ''],
  ['0.00001233', '0.000012', '33', ''],
  ['5,627', '5,6', '27', ''],
  ['5,976.2', '5,97', '6.2', ''],
  ['—', '—', '', ''],
])('a dealer reads %s as %s %s %s', (text, figure, pips, tenth) => {
  expect(splitPrice(text)).toEqual({ figure, pips, tenth })
})

describe('a duration', () => {
  it.each([
    [42_400_000, '42 s'],
    [-5, '0 s'],
    [185_000_000, '3 m 05 s'],
    [3_720_000_000, '1 h 02 m'],
    [187_200_000_000, '2 d 04 h'],
  ])('of %d microseconds is %s', (micros, text) => {
    expect(formatDuration(micros)).toBe(text)
  })
})
