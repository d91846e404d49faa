/** The face of the library of recordings, and of the rolling tape of the last hours. */

import type { Deck, PartOptions } from '@tapedeck/deck'
import type { Limits, Recording } from '@tapedeck/protocol'
import type { SeekableSource } from '@tapedeck/tape'
import type { Log } from '../log.ts'

export interface LibraryOptions {
  /** Folder of the server's data; made where it is missing. */
  readonly folder: string
  readonly limits: Pick<Limits, 'maxActiveRecordings' | 'maxUploadBytes' | 'maxLibraryBytes'>
  readonly log: Log
}

export interface StartOptions extends PartOptions {
  /** Default: the deck's name and the tape time. */
  readonly title?: string | undefined
  /** Goes on in a new recording once it has so many bytes, or lasts so many seconds of tape time. Looked at once a second. */
  readonly rotateBytes?: number | undefined
  readonly rotateSeconds?: number | undefined
  /** Told once a second while it is being recorded, at every rotation, and when it ends, also where that was not asked for. */
  readonly onChange?: ((recording: Recording) => void) | undefined
}

/**
 * Recordings in a folder, by ids that are never paths: what is not an id of the library is answered `UNKNOWN_RECORDING` everywhere.
 * Each is a tape file, and a file beside it with what people said of it and what is known of it.
 */
export interface Library {
  /** The newest first. */
  list(): readonly Recording[]
  get(id: string): Recording
  /** Opens it to be played; until the source is closed it cannot be deleted. One that is being made can be opened too. */
  open(id: string): Promise<SeekableSource>
  /**
   * Begins to record a deck from where it stands. It ends by `stop`, when the deck's tape ends, when the deck goes to another
   * place, or when the disk or the library is full. Rejects with `UNKNOWN_SYMBOL`, `LIMIT_RECORDINGS` or `TAPE_WRITE_FAILED`.
   */
  start(deck: Deck, options?: StartOptions): Promise<Recording>
  /** Ends it, by its id or that of an earlier part of it. Answers the last part; of one that has ended, what it is. */
  stop(id: string): Promise<Recording>
  /** Ends every recording of a deck; to be called before the deck is closed. */
  stopAll(deck: Deck): Promise<void>
  change(
    id: string,
    change: { readonly title?: string | undefined; readonly notes?: string | undefined },
  ): Promise<Recording>
  /** Rejects with `RECORDING_BUSY` while it is being made or played. Answers what it was. */
  delete(id: string): Promise<Recording>
  /**
   * Takes a tape in any form, and lists it when it has been played to its end without a fault. Rejects with `TAPE_TOO_LARGE`,
   * `LIMIT_RECORDINGS`, or what is wrong with the tape, and leaves nothing behind then.
   */
  upload(stream: AsyncIterable<Uint8Array>, options?: { readonly title?: string | undefined }): Promise<Recording>
  /** The tape's file, for a download. */
  pathOf(id: string): string
  /** Begins to keep the last hours of a deck, in so many bytes at most. Once, and for a deck that goes to no other place. */
  startRolling(deck: Deck, options: { readonly bytes: number }): Promise<Rolling>
  /** Ends every recording, and the rolling tape. */
  close(): Promise<void>
}

/** The last hours of a deck, on a tape whose oldest part is deleted as it grows. */
export interface Rolling {
  /** All that is kept, as one tape that goes on as the deck does. Rejects with `TAPE_NOT_FOUND` before the first event. */
  open(): Promise<SeekableSource>
  close(): Promise<void>
}
