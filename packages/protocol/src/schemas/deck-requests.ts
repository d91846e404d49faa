/** The form of what clients ask of decks and recordings. Whether a deck, a recording or a marker exists is for the server to say. */

import { z } from 'zod'
import { INTERVALS } from '../channels.ts'
import { NUMBERED_IN, type SourceChannel } from '../events.ts'
import type {
  DeckAction,
  DeckCloseRequest,
  DeckControlRequest,
  DeckOpenRequest,
  RecordingChangeRequest,
  RecordingRequest,
  RecordingStartRequest,
} from '../messages.ts'
import { microseconds } from './parts.ts'

const name = z.string().min(1).max(64)
const timestamp = microseconds('Tape time', 1_767_623_430_000_000).min(0)
const speed = z.union([z.number(), z.literal('max')]).describe('Tape seconds per second')
const range = z.strictObject({ from: timestamp, to: timestamp })
const title = z.string().min(1).max(200).describe('For people').optional()

/** What a deck is opened on. */
const OPENS = ['recording', 'scenario', 'rewind'] as const

export const deckOpenRequestSchema: z.ZodType<DeckOpenRequest> = z
  .strictObject({
    recording: name.describe('Id of a recording of the library').optional(),
    scenario: z.string().min(1).max(256).describe('A scenario of the catalogue').optional(),
    rewind: z.number().min(0).describe('So many microseconds back on the rolling tape of `live`').optional(),
    seed: z.int().min(0).max(0xffff_ffff).describe("Seed of a scenario's market; default 1").optional(),
    shared: z.boolean().describe('Whether others may join it; default false').optional(),
    speed: speed.optional(),
    from: timestamp.describe('Only events at or after this tape time, in Unix microseconds').optional(),
    to: timestamp.describe('Only events before this tape time, in Unix microseconds').optional(),
    play: z.boolean().describe('Whether it plays at once; default true').optional(),
  })
  .refine(
    (asked) => OPENS.filter((one) => asked[one] !== undefined).length === 1,
    'exactly one of recording, scenario and rewind is needed',
  )
  .describe('Opens a deck on exactly one of `recording`, `scenario` and `rewind`')
  .meta({
    oneOf: OPENS.map((one) => ({ required: [one] })),
    examples: [{ rewind: 600_000_000, play: false, shared: true }],
  })

const seekTarget = z
  .union([
    z.strictObject({ time: timestamp }),
    z.strictObject({ marker: z.string().min(1).max(256).describe('Name of a marker') }),
    z.strictObject({ fraction: z.number().min(0).max(1).describe('Of the span, 0 to 1') }),
  ])
  .describe('A place to go to')
const ofDeck = { deck: name.describe('Name of the deck').meta({ examples: ['deck-1'] }) } as const

/** Every action of a deck that a request names by these fields, or by none. */
function actionsOf<Shape extends Readonly<Record<string, z.ZodType>>>(of: Shape) {
  return z
    .discriminatedUnion('action', [
      z.strictObject({ ...of, action: z.literal('play') }),
      z.strictObject({ ...of, action: z.literal('pause') }),
      z
        .strictObject({ ...of, action: z.literal('step'), by: z.enum(['event', ...INTERVALS]) })
        .describe('Plays the next event, or on to the next close of a bar, and pauses'),
      z.strictObject({ ...of, action: z.literal('speed'), speed }),
      z.strictObject({ ...of, action: z.literal('seek'), to: seekTarget }),
      z
        .strictObject({ ...of, action: z.literal('loop'), loop: range.nullable() })
        .describe('Plays that part again and again; null ends it'),
      z
        .strictObject({ ...of, action: z.literal('drive') })
        .describe('Becomes the driver of a shared deck that has none'),
      z
        .strictObject({ ...of, action: z.literal('hand-over'), to: name.describe('The id that `members` shows of it') })
        .describe('Makes another client the driver'),
    ])
    .describe('What the driver asks of a deck')
}
const SEEK = { action: 'seek', to: { time: 1_767_623_430_000_000 } }

export const deckControlRequestSchema: z.ZodType<DeckControlRequest> = actionsOf(ofDeck).meta({
  examples: [{ deck: 'deck-1', ...SEEK }],
})
/** Where the address names the deck. */
export const deckActionSchema: z.ZodType<DeckAction> = actionsOf({}).meta({ examples: [SEEK] })
export const deckCloseRequestSchema: z.ZodType<DeckCloseRequest> = z.strictObject(ofDeck).describe('Closes a deck')

/** The kinds of channels that source events are numbered in. */
const SOURCE_CHANNELS = [...new Set(Object.values(NUMBERED_IN))] as [SourceChannel, ...SourceChannel[]]
const id = name.describe('Id of a recording').meta({ examples: ['r-0f3a9c1d2b4e'] })

export const recordingStartRequestSchema: z.ZodType<RecordingStartRequest> = z
  .strictObject({
    deck: name.describe('Name of the deck; default `live`').optional(),
    title,
    symbols: z.array(name).min(1).max(1_000).describe('Default all').optional(),
    channels: z.array(z.enum(SOURCE_CHANNELS)).min(1).describe('Kinds of events; default all').optional(),
    rotateBytes: z.number().min(1).describe('Goes on in a new recording after so many bytes').optional(),
    rotateSeconds: z.number().min(1).describe('Goes on in a new recording after so many seconds').optional(),
  })
  .describe('Begins to record a deck into the library')
export const recordingRequestSchema: z.ZodType<RecordingRequest> = z
  .strictObject({ id })
  .describe('Names a recording of the library')
const written = { title, notes: z.string().max(10_000).describe('For people').optional() } as const
export const recordingChangeRequestSchema: z.ZodType<RecordingChangeRequest> = z
  .strictObject({ id, ...written })
  .describe('Changes what is written beside a recording')
/** Where the address names the recording. */
export const recordingChangeSchema: z.ZodType<Omit<RecordingChangeRequest, 'id'>> = z
  .strictObject(written)
  .describe('What is to be written beside a recording')
  .meta({ examples: [{ title: 'A calm morning' }] })
/** What asks for nothing in particular. */
export const emptyRequestSchema: z.ZodType<Readonly<Record<string, never>>> = z
  .strictObject({})
  .describe('Asks for nothing in particular')
