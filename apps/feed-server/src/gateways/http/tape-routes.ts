/** Looks into tapes over HTTP: what happens along a recording or the tape of the last hours, and parts of them as tapes. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { micros, TapedeckError, type Limits, type TapeActivity } from '@tapedeck/protocol'
import { parseRequest, tapeActivitySchema } from '@tapedeck/protocol/schemas'
import type { SeekableSource } from '@tapedeck/tape'
import { noData } from '../../decks/open-deck-source.ts'
import { activityOf } from '../../library/activity.ts'
import { cutTape } from '../../library/cut-tape.ts'
import type { Library, Rolling } from '../../library/index.ts'
import type { Grant } from '../../security/grant.ts'
import { checkWholeTape } from '../../security/whole-tape.ts'
import { described, TAPE_CONTENT } from './api-docs/operation.ts'

export interface TapeRouteOptions {
  /** Null where the server keeps no data, or does not yet. */
  readonly library: () => Library | null
  readonly rolling: () => Rolling | null
  readonly limits: Pick<Limits, 'maxActiveRecordings'>
}

interface OfRecording {
  Params: { id: string }
}

const activityQuerySchema = z.strictObject({
  parts: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(100)
    .describe('Into how many the span is divided; default 100'),
})
const time = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const partQuerySchema = z
  .strictObject({
    from: time.describe('Events at or after this tape time; microseconds since the Unix epoch, UTC'),
    to: time.describe('Events before this tape time; microseconds since the Unix epoch, UTC'),
  })
  .refine(({ from, to }) => from < to, 'from has to lie before to')

const ACTIVITY = {
  tag: 'recordings',
  summary: 'What happens along a recording: events in equal parts of its span, silences, markers',
  query: activityQuerySchema,
  answer: tapeActivitySchema,
  errors: ['UNKNOWN_RECORDING', 'BAD_OPTION'],
} as const
const ROLLING_ACTIVITY = {
  ...ACTIVITY,
  summary: 'The same of the tape of the last hours of `live`',
  nothing: 'No such tape is kept',
  errors: [],
} as const
const PART = {
  tag: 'recordings',
  summary: 'A part of a recording as a tape of its own',
  query: partQuerySchema,
  answer: TAPE_CONTENT,
  errors: ['UNKNOWN_RECORDING', 'BAD_SEEK', 'BAD_OPTION', 'LIMIT_RECORDINGS', 'NOT_ENTITLED'],
} as const
const ROLLING_PART = {
  ...PART,
  summary: 'The same of the tape of the last hours of `live`',
  errors: ['BAD_SEEK', 'BAD_OPTION', 'LIMIT_RECORDINGS', 'NOT_ENTITLED'],
} as const

export function addTapeRoutes(app: FastifyInstance, options: TapeRouteOptions): void {
  const { maxActiveRecordings } = options.limits
  let cutting = 0
  const openRecording = (id: string): Promise<SeekableSource> => {
    const library = options.library()
    if (library === null) throw noData('recordings')
    return library.open(id)
  }
  const openRolling = (): Promise<SeekableSource> => {
    const rolling = options.rolling()
    if (rolling === null) throw noData('rolling tape')
    return rolling.open()
  }
  const answerActivity = async (query: unknown, open: () => Promise<SeekableSource>): Promise<TapeActivity> => {
    const { parts } = parseRequest(activityQuerySchema, query)
    const source = await open()
    try {
      return activityOf(source, parts)
    } finally {
      await source.close()
    }
  }
  const sendPart = async (
    { query, grant }: Pick<FastifyRequest, 'query' | 'grant'>,
    name: string,
    open: () => Promise<SeekableSource>,
    reply: FastifyReply,
  ): Promise<FastifyReply> => {
    const { from, to } = parseRequest(partQuerySchema, query)
    if (cutting >= maxActiveRecordings) {
      throw new TapedeckError('LIMIT_RECORDINGS', `${cutting} parts are being cut already; ask again in a moment`)
    }
    cutting++
    try {
      const { bytes, stream } = await cutTape(await openWhole(grant, open), { from: micros(from), to: micros(to) })
      return await reply
        .headers({
          'content-type': 'application/octet-stream',
          'content-length': bytes,
          'content-disposition': `attachment; filename="${name}-part.tape"`,
        })
        .send(stream)
    } finally {
      cutting--
    }
  }

  app.get<OfRecording>('/api/recordings/:id/activity', described(ACTIVITY), ({ params, query }) =>
    answerActivity(query, () => openRecording(params.id)),
  )
  app.get<OfRecording>('/api/recordings/:id/part', described(PART), (request, reply) =>
    sendPart(request, request.params.id, () => openRecording(request.params.id), reply),
  )
  app.get('/api/rolling/activity', described(ROLLING_ACTIVITY), async ({ query }, reply) => {
    // that nothing is kept is an answer, too
    if (options.rolling() === null) return reply.code(204).send()
    return answerActivity(query, openRolling)
  })
  app.get('/api/rolling/part', described(ROLLING_PART), (request, reply) =>
    sendPart(request, 'live', openRolling, reply),
  )
}

/** Opens a tape for whoever may have all of it. Rejects with `NOT_ENTITLED`. */
async function openWhole(grant: Grant, open: () => Promise<SeekableSource>): Promise<SeekableSource> {
  const source = await open()
  try {
    checkWholeTape(
      grant,
      source.header.instruments.map(({ symbol }) => symbol),
    )
    return source
  } catch (thrown) {
    await source.close()
    throw thrown
  }
}
