import { CHANNELS } from '@tapedeck/protocol'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { selectionsOf, type PairName } from './selections.ts'

const symbol = fc.stringMatching(/^[A-Z0-9]{1,32}$/)
const pair = fc.record({ symbol, channel: fc.constantFrom(...CHANNELS) })
const pairs = fc.uniqueArray(pair, { selector: (each) => `${each.channel}/${each.symbol}`, maxLength: 400 })
const byName = (names: readonly PairName[]): string[] => names.map((each) => `${each.channel}/${each.symbol}`).sort()

it('whatever is asked, the requests name every pair once and nothing else, each in a message that a server takes', () => {
  fc.assert(
    fc.property(pairs, (asked) => {
      const selections = selectionsOf(asked)
      const named = selections.flatMap(({ symbols, channels }) =>
        symbols.flatMap((each) => channels.map((channel) => ({ symbol: each, channel }))),
      )
      expect(byName(named)).toEqual(byName(asked))
      expect(byName(selections.flatMap((selection) => selection.pairs))).toEqual(byName(asked))
      for (const { symbols, channels } of selections) {
        expect(JSON.stringify(['subscribe', { symbols, channels, deck: 'x'.repeat(64) }]).length).toBeLessThan(12_000)
      }
    }),
  )
})

it('a watchlist whose symbols have the same channels is one request', () => {
  const asked = ['BTC-USD', 'AAPL', 'EUR-USD'].flatMap((each): PairName[] => [
    { symbol: each, channel: 'stats' },
    { symbol: each, channel: 'quote' },
  ])
  expect(selectionsOf(asked)).toEqual([
    { symbols: ['BTC-USD', 'AAPL', 'EUR-USD'], channels: ['quote', 'stats'], pairs: expect.anything() as unknown },
  ])
})

it('a thousand symbols of the longest names are cut into messages below 12 kB', () => {
  const asked = Array.from({ length: 1_000 }, (_, index): PairName => ({
    symbol: String(index).padStart(32, 'X'),
    channel: 'quote',
  }))
  const selections = selectionsOf(asked)
  expect(selections.length).toBeGreaterThan(1)
  expect(selections.every(({ symbols }) => JSON.stringify(symbols).length < 11_500)).toBe(true)
})
