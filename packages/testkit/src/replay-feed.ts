/** A real feed server inside the test's process, paused at the beginning of a tape: time passes when the test says so. */

import { startFeedServer } from '@tapedeck/feed-server'

export interface Feed extends AsyncDisposable {
  /** `http://127.0.0.1:port`, for any client. */
  readonly url: string
  /** Lets tape time pass, milliseconds or text such as `2.5s`; resolves when every client has handled what came due. */
  advance(span: number | string): Promise<void>
  close(): Promise<void>
}

/** Plays a tape file. Rejects with the TapedeckError of a tape that cannot be read. */
export async function replayFeed(tape: string): Promise<Feed> {
  const server = await startFeedServer({ port: 0, clock: 'virtual', pageFolder: null, replay: tape })
  const close = async (): Promise<void> => {
    await server.close()
  }
  return {
    url: server.url,
    async advance(span) {
      await server.advance(span)
      await server.handled()
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
