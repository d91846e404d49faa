/** The library: what stands on the shelf, what is being recorded, what is being played, and the rolling tape. */

import { join } from 'node:path'
import { TapedeckError, type Recording } from '@tapedeck/protocol'
import { withHeader } from '@tapedeck/tape'
import { openTapeFile } from '@tapedeck/tape/node'
import type { Library, LibraryOptions, Rolling } from './library-face.ts'
import { unknownRecording } from './recording-id.ts'
import { Recordings, titleOf } from './recordings.ts'
import { openRolling } from './rolling.ts'
import { Shelf } from './shelf.ts'
import { takeUpload } from './upload.ts'
import { Uses } from './uses.ts'

const LONGEST_NOTES = 10_000

/** Opens the library of a folder, and repairs what a server that was killed left there. Rejects with `BAD_OPTION` where the folder cannot be used. */
export async function openLibrary({ folder, limits, log }: LibraryOptions): Promise<Library> {
  const shelf = new Shelf(join(folder, 'recordings'), log)
  try {
    await shelf.open()
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    throw new TapedeckError('BAD_OPTION', `--data ${folder} cannot be used: ${reason}`, { folder }, thrown)
  }
  const recordings = new Recordings(shelf, limits, log)
  const uses = new Uses()
  let rolling: Promise<Rolling> | undefined
  let uploads = 0
  let closing: Promise<void> | undefined

  const refuseWhenClosed = (): void => {
    if (closing !== undefined) throw new TapedeckError('CLOSED', 'the server is closing; start it again')
  }
  /** Recordings and uploads are both made, and both take the disk's time. */
  const refuseWhenFull = (): void => {
    refuseWhenClosed()
    const { maxActiveRecordings, maxLibraryBytes } = limits
    if (recordings.count + uploads >= maxActiveRecordings) {
      throw new TapedeckError(
        'LIMIT_RECORDINGS',
        `${maxActiveRecordings} recordings are being made already; stop one of them first`,
        { maxActiveRecordings },
      )
    }
    if (shelf.bytes >= maxLibraryBytes) {
      throw new TapedeckError(
        'LIMIT_RECORDINGS',
        `the library holds its ${maxLibraryBytes} bytes already; delete recordings that are not needed`,
        { maxLibraryBytes },
      )
    }
  }
  const upload = async (stream: AsyncIterable<Uint8Array>, title: string | undefined): Promise<Recording> => {
    const { maxUploadBytes, maxLibraryBytes } = limits
    uploads++
    try {
      return await takeUpload(stream, title, shelf, { maxUploadBytes, room: () => maxLibraryBytes - shelf.bytes })
    } finally {
      uploads--
    }
  }
  const close = async (): Promise<void> => {
    await recordings.stopAll()
    await (await rolling?.catch(() => undefined))?.close()
  }

  return {
    list: () => shelf.list(),
    get: (id) => shelf.get(id),
    pathOf: (id) => shelf.path(shelf.get(id).id),
    async open(id) {
      const { title } = shelf.get(id)
      // held before it is opened, so that nobody deletes it in between
      const release = uses.hold(id)
      try {
        const source = await openTapeFile(shelf.path(id))
        const kind = source.header.source === 'import' ? 'import' : 'file'
        if (source.form !== 'binary') throw unknownRecording(id)
        return withHeader(source, { ...source.header, source: kind, name: title }, release)
      } catch (thrown) {
        release()
        throw thrown
      }
    },
    async start(deck, options = {}) {
      refuseWhenFull()
      return recordings.start(deck, options)
    },
    stop: (id) => recordings.stop(id),
    stopAll: (deck) => recordings.stopAll(deck),
    async change(id, { title, notes }) {
      const before = shelf.get(id)
      if (notes !== undefined && notes.length > LONGEST_NOTES) {
        throw new TapedeckError('BAD_OPTION', `notes have ${LONGEST_NOTES} characters at most, not ${notes.length}`, {
          option: 'notes',
        })
      }
      const changed = {
        ...before,
        title: title === undefined ? before.title : titleOf(title),
        notes: notes ?? before.notes,
      }
      await shelf.put(changed)
      return changed
    },
    async delete(id) {
      const recording = shelf.get(id)
      const busy = recordings.isActive(id)
        ? 'is being made; stop it first'
        : uses.isUsed(id)
          ? 'is being played; close its decks first'
          : undefined
      if (busy !== undefined) {
        throw new TapedeckError('RECORDING_BUSY', `recording ${id} ${busy}`, { id })
      }
      await shelf.remove(id)
      return recording
    },
    async upload(stream, { title } = {}) {
      refuseWhenFull()
      return upload(stream, title === undefined ? undefined : titleOf(title))
    },
    async startRolling(deck, { bytes }) {
      refuseWhenClosed()
      if (rolling !== undefined)
        throw new TapedeckError('BAD_OPTION', 'the library keeps one rolling tape, and has begun it')
      const opening = openRolling(deck, { folder: join(folder, 'rolling'), bytes, log })
      rolling = opening
      return opening
    },
    close: () => (closing ??= close()),
  }
}
