/** The library of recordings over HTTP: lists, downloads, uploads, and what sockets can ask too. */

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Limits, Recording } from '@tapedeck/protocol'
import {
  parseRequest,
  recordingChangeSchema,
  recordingSchema,
  recordingsSchema,
  recordingStartRequestSchema,
} from '@tapedeck/protocol/schemas'
import { REST, type Decks } from '../../decks/decks.ts'
import type { Rights } from '../../decks/rights.ts'
import type { RecordingRequests } from '../../recording-requests.ts'
import { checkWholeTape } from '../../security/whole-tape.ts'
import { described, TAPE_CONTENT } from './api-docs/operation.ts'
import { checkToken } from './deck-routes.ts'
import { UPLOAD_TYPE } from './gateway.ts'

export interface RecordingRouteOptions {
  readonly decks: Decks
  readonly recordings: RecordingRequests
  readonly rights: Rights
  readonly limits: Limits
}

interface OfRecording {
  Params: { id: string }
}

const uploadQuerySchema = z.strictObject({
  title: z.string().min(1).max(200).describe('Of an upload, for people').optional(),
})

const LIST = described({ tag: 'recordings', summary: 'The library, the newest first', answer: recordingsSchema })
const GET = described({
  tag: 'recordings',
  summary: 'A recording',
  answer: recordingSchema,
  errors: ['UNKNOWN_RECORDING'],
})
const DOWNLOAD = described({
  tag: 'recordings',
  summary: 'The tape of a recording',
  answer: TAPE_CONTENT,
  errors: ['UNKNOWN_RECORDING', 'NOT_ENTITLED'],
})
const ADD = described({
  tag: 'recordings',
  summary: 'Begins to record a deck, or takes a tape that is sent',
  query: uploadQuerySchema,
  body: [recordingStartRequestSchema, TAPE_CONTENT],
  status: 201,
  answer: recordingSchema,
  errors: [
    'UNKNOWN_DECK',
    'UNKNOWN_SYMBOL',
    'NOT_ENTITLED',
    'LIMIT_RECORDINGS',
    'TAPE_TOO_LARGE',
    'TAPE_FOREIGN',
    'TAPE_VERSION',
    'TAPE_CORRUPT',
    'BAD_OPTION',
  ],
  needsRights: true,
})
const STOP = described({
  tag: 'recordings',
  summary: 'Ends a recording',
  answer: recordingSchema,
  errors: ['UNKNOWN_RECORDING'],
  needsRights: true,
})
const CHANGE = described({
  tag: 'recordings',
  summary: 'Changes what is written beside a recording',
  body: [recordingChangeSchema],
  answer: recordingSchema,
  errors: ['UNKNOWN_RECORDING', 'BAD_OPTION'],
  needsRights: true,
})
const DELETE = described({
  tag: 'recordings',
  summary: 'Deletes a recording',
  status: 204,
  errors: ['UNKNOWN_RECORDING', 'RECORDING_BUSY'],
  needsRights: true,
})

export function addRecordingRoutes(app: FastifyInstance, options: RecordingRouteOptions): void {
  const { decks, recordings, rights, limits } = options
  // a tape is taken as a stream, never as a body in memory; its bytes are counted on the way to the disk
  app.addContentTypeParser(UPLOAD_TYPE, { bodyLimit: limits.maxUploadBytes }, (_request, payload, done) => {
    done(null, payload)
  })

  app.get('/api/recordings', LIST, () => ({ recordings: recordings.list() }))
  app.get<OfRecording>('/api/recordings/:id', GET, ({ params }) => recordings.get(params.id))
  app.get<OfRecording>('/api/recordings/:id/download', DOWNLOAD, async ({ params, grant }, reply) => {
    const { id, symbols } = recordings.get(params.id)
    checkWholeTape(grant, symbols)
    const path = recordings.pathOf(id)
    const { size } = await stat(path)
    reply.headers({
      'content-type': UPLOAD_TYPE,
      'content-length': size,
      'content-disposition': `attachment; filename="${id}.tape"`,
    })
    // one that is being made has grown meanwhile
    return reply.send(size === 0 ? '' : createReadStream(path, { end: size - 1 }))
  })
  app.post(
    '/api/recordings',
    { bodyLimit: limits.maxUploadBytes, ...ADD },
    async (request, reply): Promise<Recording> => {
      checkToken(request, rights)
      const isUpload = request.headers['content-type'] === UPLOAD_TYPE
      const recording = isUpload
        ? await recordings.upload(request.body as Readable, parseRequest(uploadQuerySchema, request.query).title)
        : await recordings.start(
            decks.seenBy(REST, request.grant.allows),
            parseRequest(recordingStartRequestSchema, request.body ?? {}),
          )
      reply.code(201).header('location', `/api/recordings/${recording.id}`)
      return recording
    },
  )
  app.post<OfRecording>('/api/recordings/:id/stop', STOP, (request) => {
    checkToken(request, rights)
    return recordings.stop(request.params.id)
  })
  app.patch<OfRecording>('/api/recordings/:id', CHANGE, (request) => {
    checkToken(request, rights)
    return recordings.change({ id: request.params.id, ...parseRequest(recordingChangeSchema, request.body) })
  })
  app.delete<OfRecording>('/api/recordings/:id', DELETE, async (request, reply) => {
    checkToken(request, rights)
    await recordings.delete(request.params.id)
    return reply.code(204).send()
  })
}
