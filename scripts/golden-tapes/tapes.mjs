// @ts-check
/** The golden tapes: one each of what goes wrong with market data, a few kilobytes long. */

import { GoldenTape, INSTRUMENTS } from './market.mjs'

const { BTC, AAPL, EUR, SHIB, OIL } = INSTRUMENTS
/** A Monday, in the hours of every venue. */
const MONDAY = '2026-01-05T14:30:00Z'

/** Text by the name of its file. @type {Readonly<Record<string, () => string>>} */
export const TAPES = {
  calm() {
    const tape = new GoldenTape('calm', MONDAY, [BTC, AAPL])
    for (let second = 0; second < 10; second++) {
      const price = 9_850_000 + (second % 3) * 25
      tape.at(`${second}s`).quote(BTC, price, price + 100)
      if (second % 2 === 0) tape.at(`${second}.4s`).trade(BTC, price + 100, 250, 'buy')
      else tape.at(`${second}.5s`).quote(AAPL, 24_310 + second, 24_311 + second, 300)
    }
    return tape.text()
  },

  burst() {
    const tape = new GoldenTape('burst', MONDAY, [BTC])
    tape.at('0s').quote(BTC, 9_850_000, 9_850_100)
    // 50 events in a tenth of a second
    for (let i = 0; i < 25; i++) {
      tape.at(`${1_000 + i * 4}ms`).trade(BTC, 9_850_100 + i * 10, 100 + i, 'buy')
      tape.quote(BTC, 9_850_010 + i * 10, 9_850_110 + i * 10)
    }
    return tape.at('2s').quote(BTC, 9_850_200, 9_850_300).text()
  },

  gap() {
    const tape = new GoldenTape('gap', MONDAY, [BTC])
    for (let i = 0; i < 5; i++)
      tape
        .at(`${i}s`)
        .quote(BTC, 9_850_000 + i, 9_850_100 + i)
        .trade(BTC, 9_850_100 + i, 10, 'buy')
    // seven quotes are lost, and are found to be lost when the next one comes
    tape.at('8s').gap(BTC, '4s', '8s', 'lost-messages', tape.lose(BTC, 'quote', 7))
    for (let i = 8; i < 12; i++) tape.at(`${i}s`).quote(BTC, 9_851_000 + i, 9_851_100 + i)
    return tape.text()
  },

  'flash-crash'() {
    const tape = new GoldenTape('flash-crash', MONDAY, [BTC])
    const at = (/** @type {number} */ tenth, /** @type {number} */ price, /** @type {'buy' | 'sell'} */ side) => {
      const spread = side === 'sell' ? 5_000 : 500
      tape.at(`${tenth * 100}ms`).trade(BTC, side === 'sell' ? price : price + spread, 5_000, side)
      tape.quote(BTC, price, price + spread, 200)
    }
    tape.at('0s').quote(BTC, 10_000_000, 10_000_100)
    // a tenth of the price in two seconds, and most of it back in three
    for (let i = 1; i <= 10; i++) at(10 + i * 2, 10_000_000 - i * 100_000, 'sell')
    for (let i = 1; i <= 10; i++) at(30 + i * 3, 9_000_000 + i * 90_000, 'buy')
    return tape.text()
  },

  halt() {
    const tape = new GoldenTape('halt', MONDAY, [AAPL])
    tape.at('0s').status(AAPL, 'trading', '').quote(AAPL, 24_310, 24_312, 300)
    tape.at('1s').trade(AAPL, 24_312, 100, 'buy')
    tape.at('2s').status(AAPL, 'halted', 'news pending').noQuote(AAPL)
    tape.at('62s').status(AAPL, 'auction', 'resumption').quote(AAPL, 25_100, 25_100, 5_000)
    tape.at('72s').trade(AAPL, 25_100, 5_000, 'unknown', 'auction').status(AAPL, 'trading', '')
    return tape.quote(AAPL, 25_099, 25_101, 300).at('73s').trade(AAPL, 25_101, 200, 'buy').text()
  },

  reconnect() {
    const tape = new GoldenTape('reconnect', MONDAY, [BTC, AAPL])
    tape.at('0s').quote(BTC, 9_850_000, 9_850_100).quote(AAPL, 24_310, 24_312, 300)
    tape.at('1s').trade(BTC, 9_850_100, 100, 'buy')
    // the venue's line breaks, and is back after half a minute with other prices
    tape.at('31s').gap(null, '1s', '31s', 'venue-disconnect', null)
    tape.lose(BTC, 'quote', 40)
    tape.lose(BTC, 'trade', 12)
    tape.lose(AAPL, 'quote', 9)
    tape.quote(BTC, 9_790_000, 9_790_100).quote(AAPL, 24_250, 24_252, 300)
    return tape.at('32s').trade(BTC, 9_790_000, 100, 'sell').text()
  },

  'out-of-order'() {
    const tape = new GoldenTape('out-of-order', MONDAY, [AAPL])
    tape.at('0s').quote(AAPL, 24_310, 24_312, 300)
    tape.at('1s').trade(AAPL, 24_312, 100, 'buy')
    // dated before what came before it
    tape.at('2s', '1.5s').trade(AAPL, 24_310, 50, 'sell')
    tape.at('3s').quote(AAPL, 24_311, 24_313, 300)
    tape.at('3.1s', '900ms').quote(AAPL, 24_309, 24_312, 300)
    // reported late: it counts for volume alone
    return tape
      .at('4s', '3.8s')
      .trade(AAPL, 24_000, 1_000, 'unknown', 'late')
      .at('5s')
      .trade(AAPL, 24_313, 10, 'buy')
      .text()
  },

  midnight() {
    const tape = new GoldenTape('midnight', '2026-01-05T23:59:55Z', [BTC])
    for (let i = 0; i < 10; i++)
      tape
        .at(`${i}s`)
        .quote(BTC, 9_850_000 + i * 100, 9_850_100 + i * 100)
        .trade(BTC, 9_850_100 + i * 100, 10, 'buy')
    return tape.text()
  },

  // New York puts its clocks forward on that Sunday: the day of FX begins at 21:00 UTC, on Friday it was 22:00
  dst() {
    const tape = new GoldenTape('dst', '2026-03-08T20:59:55Z', [EUR])
    for (let i = 0; i < 10; i++) tape.at(`${i}s`).quote(EUR, 108_450 + i, 108_458 + i, 1_000_000)
    return tape.text()
  },

  'tiny-prices'() {
    const tape = new GoldenTape('tiny-prices', MONDAY, [SHIB])
    for (let i = 0; i < 6; i++)
      tape
        .at(`${i}s`)
        .quote(SHIB, 1 + i, 3 + i, 900_000_000_000)
        .trade(SHIB, 3 + i, 123_456_789_012, 'buy')
    return tape.text()
  },

  'negative-prices'() {
    const tape = new GoldenTape('negative-prices', '2026-04-20T18:00:00Z', [OIL])
    // through zero, without a price of which anybody may take the logarithm, and back
    for (const [second, bid] of [210, 105, 1, -1, -850, -3_763, -3_520, -1_200].entries()) {
      tape
        .at(`${second}s`)
        .quote(OIL, bid, bid + 2, 50)
        .trade(OIL, bid, 5, 'sell')
    }
    return tape.text()
  },
}
