/** The library of recordings over HTTP: lists, downloads, uploads, and what sockets can ask too. */

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Limits, Recording } from '@tapedeck/protocol'
import { parseRequest, recordingChangeRequestSchema, recordingStartRequestSchema } from '@tapedeck/protocol/schemas'
import { REST, type Decks } from '../../decks/decks.ts'
import type { Rights } from '../../decks/rights.ts'
import type { RecordingRequests } from '../../recording-requests.ts'
import { checkWholeTape } from '../../security/whole-tape.ts'
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

const uploadQuerySchema = z.strictObject({ title: z.string().min(1).max(200).optional() })
const bodySchema = z.record(z.string(), z.unknown())

export function addRecordingRoutes(app: FastifyInstance, options: RecordingRouteOptions): void {
  const { decks, recordings, rights, limits } = options
  // a tape is taken as a stream, never as a body in memory; its bytes are counted on the way to the disk
  app.addContentTypeParser(UPLOAD_TYPE, { bodyLimit: limits.maxUploadBytes }, (_request, payload, done) => {
    done(null, payload)
  })

  app.get('/api/recordings', () => ({ recordings: recordings.list() }))
  app.get<OfRecording>('/api/recordings/:id', ({ params }) => recordings.get(params.id))
  app.get<OfRecording>('/api/recordings/:id/download', async ({ params, grant }, reply) => {
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
  app.post('/api/recordings', { bodyLimit: limits.maxUploadBytes }, async (request, reply): Promise<Recording> => {
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
  })
  app.post<OfRecording>('/api/recordings/:id/stop', (request) => {
    checkToken(request, rights)
    return recordings.stop(request.params.id)
  })
  app.patch<OfRecording>('/api/recordings/:id', (request) => {
    checkToken(request, rights)
    const change = parseRequest(bodySchema, request.body)
    return recordings.change(parseRequest(recordingChangeRequestSchema, { ...change, id: request.params.id }))
  })
  app.delete<OfRecording>('/api/recordings/:id', async (request, reply) => {
    checkToken(request, rights)
    await recordings.delete(request.params.id)
    return reply.code(204).send()
  })
}
