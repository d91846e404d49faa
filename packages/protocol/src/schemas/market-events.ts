/** What a server sends of the market, described: made into documents, and used in tests. Production never parses by these. */

import { z } from 'zod'
import { BOOK_DEPTHS, INTERVALS } from '../channels.ts'
import { AGGRESSOR_SIDES, TRADE_CONDITIONS, TRADING_STATUSES } from '../events.ts'
import type { Bar, Book, Quote, Stats, Status, Trade, TradeBust } from '../wire.ts'
import { exactly } from './exactly.ts'
import { count, deckOf, microseconds, price, size, symbol } from './parts.ts'

const seq = count
  .describe(
    'Number within (symbol, channel) of the epoch and take. A jump is the number of updates folded into this one',
  )
  .meta({ examples: [1036] })
const head = {
  symbol,
  seq,
  ts: microseconds('When it happened at the venue; may go backwards', 1_767_623_484_964_759),
  tsRecv: microseconds('Tape time: when it entered the tape; never goes backwards', 1_767_623_484_966_759),
  deck: deckOf,
} as const
const tradeId = z
  .union([z.int(), z.string()])
  .describe("The venue's own id, a number or text")
  .meta({ examples: [1_767_623_400_177] })
const volume = size('Traded size', 2.03062449)
const tradeCount = count.describe('Number of trades').meta({ examples: [136] })

export const quoteSchema: z.ZodType<Quote> = exactly<Quote>()(
  z
    .object({
      ...head,
      bid: price('Best bid; null where the side is empty', 98_445.7).nullable(),
      bidSize: size('Size at the best bid', 0.01521974).nullable(),
      ask: price('Best ask; null where the side is empty', 98_448.03).nullable(),
      askSize: size('Size at the best ask', 0.02897949).nullable(),
    })
    .describe('Best bid and ask. In an auction both are the indicative price, with the size that would trade there'),
)

export const tradeSchema: z.ZodType<Trade> = exactly<Trade>()(
  z
    .object({
      ...head,
      tradeId,
      price: price('Price', 98_447.17),
      size: size('Size', 0.00383753),
      aggressorSide: z.enum(AGGRESSOR_SIDES).describe('Who took liquidity'),
      condition: z.enum(TRADE_CONDITIONS).describe('`late` adds volume and never moves open, high, low or close'),
    })
    .describe('An execution'),
)

export const tradeBustSchema: z.ZodType<TradeBust> = exactly<TradeBust>()(
  z
    .object({ ...head, tradeId, price: price('Price of the trade', 98_447.17), size: size('Its size', 0.00383753) })
    .describe(
      'The venue cancels a trade. It stands in the numbering of the channel `trade`, with the figures of the trade',
    ),
)

export const statsSchema: z.ZodType<Stats> = exactly<Stats>()(
  z
    .object({
      ...head,
      open: price('First price of the day; null until there is one', 97_375.65).nullable(),
      high: price('Highest price of the day', 99_372.22).nullable(),
      low: price('Lowest price of the day', 96_922.51).nullable(),
      last: price('Last price, of this day or an earlier one', 98_447.17).nullable(),
      lastSize: size('Size of the last trade', 0.00383753).nullable(),
      prevClose: price('Last price of the day before; null where none is known', 97_382.66).nullable(),
      change: price('`last` minus `prevClose`, exact', 1_064.51).nullable(),
      changePercent: z
        .number()
        .nullable()
        .describe('`change` in percent of the magnitude of `prevClose`')
        .meta({ examples: [1.0931206849350799] }),
      volume,
      notional: z
        .string()
        .describe('Sum of price times size, exact decimal text, in the currency of the instrument')
        .meta({ examples: ['193702174.8009981758'] }),
      vwap: price('Volume-weighted average price; null without volume', 98_315.39412032248).nullable(),
      tradeCount,
      tsDayOpen: microseconds('When the day began', 1_767_571_200_000_000),
    })
    .describe("Statistics of the instrument's day, which begins at its `dayStart`"),
)

export const statusSchema: z.ZodType<Status> = exactly<Status>()(
  z
    .object({
      ...head,
      status: z
        .enum(TRADING_STATUSES)
        .describe('What can be done')
        .meta({ examples: ['trading'] }),
      reason: z
        .string()
        .describe("The venue's own words; may be empty")
        .meta({ examples: ['start of the simulation'] }),
    })
    .describe('Trading status of an instrument'),
)

export const barSchema: z.ZodType<Bar> = exactly<Bar>()(
  z
    .object({
      symbol,
      interval: z
        .enum(INTERVALS)
        .describe('Length of the bar')
        .meta({ examples: ['1m'] }),
      seq,
      tsOpen: microseconds('Start, inclusive', 1_767_623_460_000_000),
      tsClose: microseconds('End, exclusive', 1_767_623_520_000_000),
      open: price('First price', 98_509.71),
      high: price('Highest price', 98_510),
      low: price('Lowest price', 98_447.17),
      close: price('Last price', 98_447.17),
      volume,
      tradeCount,
      closed: z
        .boolean()
        .describe('False while it may still change')
        .meta({ examples: [false] }),
      corrected: z
        .boolean()
        .describe('True once a bust has changed it')
        .meta({ examples: [false] }),
      deck: deckOf,
    })
    .describe('Open, high, low and close of an interval. What belongs together is (symbol, interval, tsOpen)'),
)

const levels = z.array(z.tuple([price('Price'), size('Size; 0 takes the level away')]))

export const bookSchema: z.ZodType<Book> = exactly<Book>()(
  z
    .object({
      ...head,
      depth: z.literal(BOOK_DEPTHS).describe('Levels of each side'),
      action: z
        .enum(['snapshot', 'delta'])
        .describe('All levels, or those that changed since the number before, with their new size')
        .meta({ examples: ['delta'] }),
      bids: levels.describe('Bids, best first').meta({ examples: [[[98_503.86, 0.05141002]]] }),
      asks: levels.describe('Asks, best first').meta({ examples: [[]] }),
      checksum: count
        .describe(
          'CRC-32C of all levels as they are after it: the text `price:size,` of every bid, then of every ask, in scaled integers',
        )
        .meta({ examples: [2_774_829_130] }),
    })
    .describe('The best levels of a book, or what of them has changed'),
)
