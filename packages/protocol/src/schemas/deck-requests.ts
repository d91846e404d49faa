/** The form of what clients ask of decks and recordings. Whether a deck, a recording or a marker exists is for the server to say. */

import { z } from 'zod'
import { INTERVALS } from '../channels.ts'
import { NUMBERED_IN, type SourceChannel } from '../events.ts'
import type {
  DeckCloseRequest,
  DeckControlRequest,
  DeckOpenRequest,
  RecordingChangeRequest,
  RecordingRequest,
  RecordingStartRequest,
} from '../messages.ts'

const name = z.string().min(1).max(64)
const timestamp = z.int().min(0)
const speed = z.union([z.number(), z.literal('max')])
const range = z.strictObject({ from: timestamp, to: timestamp })

export const deckOpenRequestSchema: z.ZodType<DeckOpenRequest> = z
  .strictObject({
    recording: name.optional(),
    scenario: z.string().min(1).max(256).optional(),
    rewind: z.number().min(0).optional(),
    seed: z.int().min(0).max(0xffff_ffff).optional(),
    shared: z.boolean().optional(),
    speed: speed.optional(),
    from: timestamp.optional(),
    to: timestamp.optional(),
    play: z.boolean().optional(),
  })
  .refine(
    ({ recording, scenario, rewind }) => [recording, scenario, rewind].filter((one) => one !== undefined).length === 1,
    'exactly one of recording, scenario and rewind is needed',
  )

const seekTarget = z.union([
  z.strictObject({ time: timestamp }),
  z.strictObject({ marker: z.string().min(1).max(256) }),
  z.strictObject({ fraction: z.number().min(0).max(1) }),
])
const ofDeck = { deck: name } as const

export const deckControlRequestSchema: z.ZodType<DeckControlRequest> = z.discriminatedUnion('action', [
  z.strictObject({ ...ofDeck, action: z.literal('play') }),
  z.strictObject({ ...ofDeck, action: z.literal('pause') }),
  z.strictObject({ ...ofDeck, action: z.literal('step'), by: z.enum(['event', ...INTERVALS]) }),
  z.strictObject({ ...ofDeck, action: z.literal('speed'), speed }),
  z.strictObject({ ...ofDeck, action: z.literal('seek'), to: seekTarget }),
  z.strictObject({ ...ofDeck, action: z.literal('loop'), loop: range.nullable() }),
  z.strictObject({ ...ofDeck, action: z.literal('drive') }),
  z.strictObject({ ...ofDeck, action: z.literal('hand-over'), to: name }),
])
export const deckCloseRequestSchema: z.ZodType<DeckCloseRequest> = z.strictObject(ofDeck)

/** The kinds of channels that source events are numbered in. */
const SOURCE_CHANNELS = [...new Set(Object.values(NUMBERED_IN))] as [SourceChannel, ...SourceChannel[]]

export const recordingStartRequestSchema: z.ZodType<RecordingStartRequest> = z.strictObject({
  deck: name.optional(),
  title: z.string().min(1).max(200).optional(),
  symbols: z.array(name).min(1).max(1_000).optional(),
  channels: z.array(z.enum(SOURCE_CHANNELS)).min(1).optional(),
  rotateBytes: z.number().min(1).optional(),
  rotateSeconds: z.number().min(1).optional(),
})
export const recordingRequestSchema: z.ZodType<RecordingRequest> = z.strictObject({ id: name })
export const recordingChangeRequestSchema: z.ZodType<RecordingChangeRequest> = z.strictObject({
  id: name,
  title: z.string().min(1).max(200).optional(),
  notes: z.string().max(10_000).optional(),
})
/** What asks for nothing in particular. */
export const emptyRequestSchema: z.ZodType<Readonly<Record<string, never>>> = z.strictObject({})
