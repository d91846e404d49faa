/** Ids of recordings: made here, checked wherever one comes in, and never a path. */

import { randomBytes } from 'node:crypto'
import { TapedeckError } from '@tapedeck/protocol'

const ID = /^r-[0-9a-f]{12}$/
/** What of a wrong id an answer repeats. */
const SHOWN_CHARACTERS = 40

/** A new id. Recordings are made by people at moments of their own, so nothing would be gained by deriving it. */
export function newRecordingId(): string {
  return `r-${randomBytes(6).toString('hex')}`
}

/** Whether a text has the form of an id. */
export function isRecordingId(text: string): boolean {
  return ID.test(text)
}

/** The error of an id that nothing has. */
export function unknownRecording(id: string): TapedeckError {
  const shown = id.length > SHOWN_CHARACTERS ? `${id.slice(0, SHOWN_CHARACTERS)}…` : id
  return new TapedeckError(
    'UNKNOWN_RECORDING',
    `no recording has the id ${JSON.stringify(shown)}; \`recordings\` lists those that there are`,
    { id: shown },
  )
}
