/** What clients ask of the library of recordings, by socket and by REST alike. */

import type { Recording, RecordingChangeRequest, RecordingStartRequest } from '@tapedeck/protocol'
import { noData } from './decks/open-deck-source.ts'
import type { VisibleDecks } from './decks/decks.ts'
import type { Library } from './library/index.ts'

/** Every method rejects as the library's does, and with `BAD_OPTION` on a server that keeps no data. */
export interface RecordingRequests {
  /** The newest first; none on a server that keeps no data. */
  list(): readonly Recording[]
  get(id: string): Recording
  pathOf(id: string): string
  start(decks: VisibleDecks, asked: RecordingStartRequest): Promise<Recording>
  stop(id: string): Promise<Recording>
  change(asked: RecordingChangeRequest): Promise<Recording>
  delete(id: string): Promise<Recording>
  upload(stream: AsyncIterable<Uint8Array>, title: string | undefined): Promise<Recording>
}

/** `onChange` is told of everything that becomes of a recording. */
export function createRecordingRequests(
  library: () => Library | null,
  onChange: (recording: Recording) => void,
): RecordingRequests {
  const required = (): Library => {
    const opened = library()
    if (opened === null) throw noData('recordings')
    return opened
  }
  const told = async (work: Promise<Recording>): Promise<Recording> => {
    const recording = await work
    onChange(recording)
    return recording
  }
  return {
    list: () => library()?.list() ?? [],
    get: (id) => required().get(id),
    pathOf: (id) => required().pathOf(id),
    async start(decks, { deck, ...options }) {
      return told(required().start(decks.find(deck), { ...options, onChange }))
    },
    stop: async (id) => required().stop(id),
    change: async ({ id, ...change }) => told(required().change(id, change)),
    delete: async (id) => required().delete(id),
    upload: async (stream, title) => told(required().upload(stream, { title })),
  }
}
