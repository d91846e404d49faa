/** The recording of the deck that the page shows: whether one runs, how far it has come, and what became of the last. */

import { TapedeckError, type Recording } from '@tapedeck/protocol'
import type { Feed } from '../feed/feed.svelte.ts'

export class Recorder {
  /** The one that runs. */
  running: Recording | undefined = $state.raw()
  /** The last one that ended while the page was open. */
  saved: Recording | undefined = $state.raw()
  isAsking = $state.raw(false)
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

  /** Begins one, or ends the one that runs. */
  toggle(): void {
    const { client } = this.#feed
    const { running } = this
    if (this.isAsking) return
    this.isAsking = true
    const asked = running === undefined ? client.startRecording() : client.stopRecording(running.id)
    asked
      .then(
        (recording) => this.#hear(recording),
        (thrown: unknown) => {
          this.#feed.problem = thrown instanceof TapedeckError ? thrown.message : String(thrown)
        },
      )
      .finally(() => (this.isAsking = false))
  }

  #look(): void {
    // from the first question on the server tells what becomes of recordings
    this.#feed.client.recordings().then(
      (recordings) => {
        const running = recordings.find((each) => each.state === 'recording' && each.deck === this.#deck)
        this.running = running
      },
      // the next connection asks again
      () => undefined,
    )
  }

  get #deck(): string {
    return this.#feed.deck?.deck ?? 'live'
  }

  #hear(recording: Recording): void {
    if (recording.state === 'recording') {
      if (recording.deck === this.#deck) this.running = recording
    } else if (recording.id === this.running?.id) {
      this.running = undefined
      this.saved = recording
    }
  }
}
