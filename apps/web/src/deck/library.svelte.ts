/** The library of recordings as the page knows it: what is listed, what is being recorded, and what is being brought. */

import { TapedeckError, toErrorBody, type Recording } from '@tapedeck/protocol'
import { LIVE } from '../feed/connection-face.ts'
import type { Feed } from '../feed/feed.svelte.ts'
import { m } from '../paraglide/messages.js'
import { DeckDialogs } from './deck-dialogs.svelte.ts'
import { titleOfFile, uploadTape } from './upload-tape.ts'

/** A file that is on its way to the server. */
export interface Upload {
  readonly name: string
  /** 0 to 1; at 1 the server plays it once, to check it. */
  readonly sent: number
}

export class Library {
  /** The newest first. */
  recordings: readonly Recording[] = $state.raw([])
  /** The last one that ended while the page was open. */
  saved: Recording | undefined = $state.raw()
  upload: Upload | undefined = $state.raw()
  isOpen = $state.raw(false)
  /** Whether it was asked to begin or to end a recording, and has not answered. */
  isAsking = $state.raw(false)
  /** What else opens over the page from the deck. */
  readonly dialogs: DeckDialogs = new DeckDialogs()
  readonly #feed: Feed

  constructor(feed: Feed) {
    this.#feed = feed
    const { client } = feed
    client.on('recording', (recording) => this.#hear(recording))
    client.on('state', (state) => {
      if (state === 'connected') this.#look()
    })
    if (client.state === 'connected') this.#look()
  }

  /** The recording of the deck on the page, while it is made. */
  get running(): Recording | undefined {
    const name = this.#feed.deck?.deck ?? LIVE
    return this.recordings.find(({ state, deck }) => state === 'recording' && deck === name)
  }

  /** Shows it, or puts it away. */
  toggle(): void {
    this.isOpen = !this.isOpen
    // what others deleted meanwhile is not told
    if (this.isOpen) this.#look()
  }

  close(): void {
    this.isOpen = false
  }

  /** Begins to record the deck on the page, or ends that. */
  async record(): Promise<void> {
    const { client, source } = this.#feed
    const { running } = this
    if (this.isAsking) return
    this.isAsking = true
    await this.#try(async () => {
      this.#hear(
        await (running === undefined ? client.startRecording({ deck: source.name }) : client.stopRecording(running.id)),
      )
    })
    this.isAsking = false
  }

  async change(id: string, change: { readonly title: string; readonly notes: string }): Promise<boolean> {
    return this.#try(async () => this.#hear(await this.#feed.client.changeRecording({ id, ...change })))
  }

  async remove(id: string): Promise<boolean> {
    return this.#try(async () => {
      await this.#feed.client.deleteRecording(id)
      this.recordings = this.recordings.filter((each) => each.id !== id)
      if (this.saved?.id === id) this.saved = undefined
    })
  }

  /** Brings a tape to the library. Undefined where it was refused, which is told. */
  async bring(file: File): Promise<Recording | undefined> {
    if (this.upload !== undefined) return undefined
    this.upload = { name: file.name, sent: 0 }
    let brought: Recording | undefined
    await this.#try(
      async () => {
        brought = await uploadTape(file, titleOfFile(file.name), (sent) => {
          this.upload = { name: file.name, sent }
        })
        this.#hear(brought)
      },
      // of several that were brought one after the other
      (reason) => m.deck_upload_not_taken({ name: file.name, reason }),
    )
    this.upload = undefined
    return brought
  }

  #look(): void {
    // from the first question on the server tells what becomes of recordings
    this.#feed.client.recordings().then(
      (recordings) => (this.recordings = recordings),
      // the next connection asks again
      () => undefined,
    )
  }

  #hear(recording: Recording): void {
    const before = this.recordings.find(({ id }) => id === recording.id)
    if (before?.state === 'recording' && recording.state !== 'recording') this.saved = recording
    const others = this.recordings.filter((each) => each !== before)
    this.recordings = [...others, recording].sort((one, other) => other.span.from - one.span.from)
  }

  /** Whether it went well; else the page says what did not. */
  async #try(work: () => Promise<void>, say = (reason: string): string => reason): Promise<boolean> {
    try {
      await work()
      return true
    } catch (thrown) {
      this.#feed.problem = say(thrown instanceof TapedeckError ? thrown.message : toErrorBody(thrown).message)
      return false
    }
  }
}
