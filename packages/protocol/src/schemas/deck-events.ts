/** What a server sends of decks, recordings and instruments, and how it refuses, described. Production never parses by these. */

import { z } from 'zod'
import { ERROR_CODES, type ErrorBody, type ErrorCode } from '../errors.ts'
import { ASSET_CLASSES, BAR_SOURCES } from '../instrument.ts'
import { TIME_ZONES } from '../time-zone.ts'
import { MAX_PRECISION } from '../units.ts'
import {
  DECK_STATES,
  type DeckStatus,
  type Gap,
  type InstrumentChange,
  type InstrumentInfo,
  type Recording,
  type ScenarioInfo,
  type TapeActivity,
} from '../wire.ts'
import { exactly } from './exactly.ts'
import { count, deckOf, epoch, microseconds, price, range, size, symbol, take } from './parts.ts'

const text = (meaning: string, example: string): z.ZodString =>
  z
    .string()
    .describe(meaning)
    .meta({ examples: [example] })
const precision = (of: string, example: number): z.ZodInt =>
  z
    .int()
    .min(0)
    .max(MAX_PRECISION)
    .describe(`Decimals of ${of}`)
    .meta({ examples: [example] })
const tsRecv = microseconds('Tape time', 1_767_623_490_000_000)
const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('SHA-256 of the events of the tape, hexadecimal; null before all of them are there')

const markers = z
  .array(z.object({ name: text('Name', 'halt'), tsRecv }))
  .describe('Places with a name')
  .meta({ examples: [[]] })

export const instrumentInfoSchema: z.ZodType<InstrumentInfo> = exactly<InstrumentInfo>()(
  z
    .object({
      id: z
        .int()
        .min(1)
        .describe('Number on its tape, never used again for another')
        .meta({ examples: [1] }),
      symbol,
      name: text('What people call it', 'Bitcoin / US dollar'),
      venue: text('Where it is traded', 'SIM-CRYPTO'),
      assetClass: z
        .enum(ASSET_CLASSES)
        .describe('Kind of instrument')
        .meta({ examples: ['crypto'] }),
      currency: text('Of prices and notional', 'USD'),
      pricePrecision: precision('a price', 2),
      tickSize: price('Smallest step of a price', 0.01),
      sizePrecision: precision('a size', 8),
      sizeIncrement: size('Smallest step of a size', 1e-8),
      lotSize: size('Board lot', 1e-8),
      barSource: z.enum(BAR_SOURCES).describe('What open, high, low, close and last are made of'),
      dayStart: z
        .object({
          time: text('`HH:MM`, 24 hours', '00:00'),
          timeZone: z
            .enum(TIME_ZONES)
            .describe('Of `time`')
            .meta({ examples: ['UTC'] }),
        })
        .describe('When the day begins: statistics start anew and the `1d` bar opens'),
      calendar: text('Name of the trading hours; `24/7` has none', '24/7'),
    })
    .describe('Static data of an instrument'),
)

export const instrumentChangeSchema: z.ZodType<InstrumentChange> = exactly<InstrumentChange>()(
  z
    .object({
      action: z.enum(['enter', 'change', 'end']).describe('What happens'),
      instrument: instrumentInfoSchema,
      tsRecv,
      deck: deckOf,
    })
    .describe('The instrument table changes'),
)

export const gapSchema: z.ZodType<Gap> = exactly<Gap>()(
  z
    .object({
      symbol: symbol
        .nullable()
        .describe('Null where every symbol is concerned')
        .meta({ examples: [null] }),
      fromSeq: count
        .nullable()
        .describe('First missing number; null where the hole is one of time')
        .meta({ examples: [null] }),
      toSeq: count
        .nullable()
        .describe('Last missing number')
        .meta({ examples: [null] }),
      tsFrom: microseconds('Start of what is missing', 1_767_623_490_000_000),
      tsTo: microseconds('End of what is missing', 1_767_623_550_000_000),
      cause: text('A stable word: `clock-jump`, `venue-disconnect`, `torn-tape`', 'clock-jump'),
      deck: deckOf,
    })
    .describe('Data is known to be missing from the tape'),
)

export const deckStatusSchema: z.ZodType<DeckStatus> = exactly<DeckStatus>()(
  z
    .object({
      deck: text('Name of the deck', 'live'),
      state: z
        .enum(DECK_STATES)
        .describe('`waiting` is for its first subscription')
        .meta({ examples: ['playing'] }),
      epoch,
      take,
      position: microseconds('Tape time now', 1_767_623_485_000_000),
      wall: microseconds("The server's clock when `position` held", 1_767_623_485_000_000),
      speed: z
        .union([z.number(), z.literal('max')])
        .describe('Tape seconds per second')
        .meta({ examples: [1] }),
      driver: z
        .string()
        .nullable()
        .describe('Who controls the deck; null where nobody does. Nobody controls `live`')
        .meta({ examples: [null] }),
      members: z
        .array(z.string())
        .describe('Of a shared deck: ids of the clients that subscribe to something of it, the first 100')
        .exactOptional(),
      you: z.string().describe('Your own id; only in the first one after connecting').exactOptional(),
      span: z
        .object({
          from: microseconds('Start', 1_767_623_400_000_000),
          to: microseconds('End; null while there is none', 1_767_623_460_000_000)
            .nullable()
            .meta({ examples: [null] }),
        })
        .describe('The span of the tape'),
      source: z
        .object({
          kind: z.enum(['simulator', 'file', 'import', 'rolling']).describe('`rolling`: the last hours of `live`'),
          name: text('For people', 'simulated market, seed 7'),
          tapeId: text('Id of the tape', 'sim-c23a68eb851bad3b'),
        })
        .describe('Where the tape comes from'),
      loop: range
        .nullable()
        .describe('The part that is played again and again; null where none is')
        .meta({ examples: [null] }),
      markers: markers.describe('Places with a name, the first 100'),
      events: count.describe('Events of the tape played so far').meta({ examples: [11_752] }),
      digest: digest.nullable().meta({ examples: [null] }),
    })
    .describe('What a deck is doing: on connecting, on every change, and once a second'),
)

export const recordingSchema: z.ZodType<Recording> = exactly<Recording>()(
  z
    .object({
      id: text('Id in the library', 'r-0f3a9c1d2b4e'),
      title: text('For people', 'live 2026-01-05T14:30:00Z'),
      notes: text('For people', ''),
      symbols: z.array(symbol).describe('What is on it'),
      span: range.describe('Tape time of the start and of the last event'),
      events: count.describe('Number of events').meta({ examples: [41_250] }),
      bytes: count.describe('Length of the file').meta({ examples: [512_400] }),
      digest: digest
        .nullable()
        .meta({ examples: ['5fc9f2e32194bc44a77af3f4e284f384359648388376d25da5f747fe08e7b97e'] }),
      state: z
        .enum(['recording', 'complete', 'torn'])
        .describe('`torn`: cut off with its server, and playable up to there')
        .meta({ examples: ['complete'] }),
      deck: z
        .string()
        .nullable()
        .describe('The deck that is being recorded; null once it is not')
        .meta({ examples: [null] }),
    })
    .describe('A recording of the library'),
)

export const scenarioInfoSchema: z.ZodType<ScenarioInfo> = exactly<ScenarioInfo>()(
  z
    .object({
      name: text('As `scenario` names it when a deck is opened', 'flash-crash'),
      title: text('One sentence for people', 'For ten seconds everything comes ten times as often.'),
      takesSymbols: z
        .boolean()
        .describe('Whether it can be had for other symbols, as `name:AAPL,MSFT`')
        .meta({ examples: [true] }),
    })
    .describe('A scenario of the catalogue'),
)

export const tapeActivitySchema: z.ZodType<TapeActivity> = exactly<TapeActivity>()(
  z
    .object({
      span: range.describe('From the start of the tape to its last event'),
      counts: z
        .array(count)
        .describe('Events in each of so many equal parts of the span, counted by blocks of the tape')
        .meta({ examples: [[410, 388, 402]] }),
      silences: z
        .array(range)
        .describe('Where the tape has no event for 10 s and more')
        .meta({ examples: [[]] }),
      markers,
    })
    .describe('What happens along a tape'),
)

export const errorBodySchema: z.ZodType<ErrorBody> = exactly<ErrorBody>()(
  z
    .object({
      code: z
        .enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]])
        .describe('Stable, for programs')
        .meta({ examples: ['UNKNOWN_SYMBOL'] }),
      message: text(
        'A sentence for people that names the thing and the way out',
        'symbol "NOPE" is not in the instrument table of deck live',
      ),
      details: z
        .record(z.string(), z.unknown())
        .describe('The values behind the sentence, for programs')
        .meta({ examples: [{ symbol: 'NOPE', deck: 'live' }] })
        .exactOptional(),
    })
    .describe('What was wrong'),
)
