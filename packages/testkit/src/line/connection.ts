/** One connection through the line: the client's end, the server's, and the way between them. */

import type { Socket } from 'node:net'
import { Way, type Pace } from './way.ts'

export class LineConnection {
  readonly #client: Socket
  readonly #server: Socket
  readonly #way: Way
  #isHeld = false
  /** Its client hears nothing any more, and is not told. */
  isDead = false

  /** `onEnd`: both ends are gone. */
  constructor(client: Socket, server: Socket, pace: Pace, onEnd: () => void) {
    this.#client = client
    this.#server = server
    this.#way = new Way(pace)
    for (const socket of [client, server]) {
      socket.setNoDelay(true)
      // a line that breaks is no error of anybody's
      socket.on('error', () => undefined)
    }
    client.on('close', () => {
      // what it said last arrives
      server.destroySoon()
      this.#way.destroy()
      onEnd()
    })
    // one that has ended is followed by the end of the way; a client that hears nothing is not told
    server.on('close', () => {
      if (!server.readableEnded && !this.isDead && !this.#isHeld) this.end()
    })
    this.letGo()
  }

  set pace(pace: Pace) {
    this.#way.pace = pace
  }

  /** Passes on nothing, either way. */
  hold(): void {
    if (this.isDead) return
    this.#isHeld = true
    this.#client.unpipe()
    this.#server.unpipe()
    this.#way.unpipe()
    for (const socket of [this.#client, this.#server]) socket.pause()
  }

  letGo(): void {
    if (this.isDead) return
    this.#isHeld = false
    if (this.#server.destroyed) {
      this.end()
      return
    }
    this.#client.pipe(this.#server)
    this.#server.pipe(this.#way).pipe(this.#client)
  }

  /** What a lost route is to a client: what it says goes nowhere, and nothing comes. The server is told, so that nobody waits for an answer. */
  die(): void {
    this.hold()
    this.isDead = true
    this.#server.destroy()
    this.#client.resume()
  }

  /** The server has gone without a word; a client that is held hears of it when it is let go. */
  loseServer(): void {
    this.#server.destroy()
  }

  end(): void {
    this.#client.destroy()
    this.#server.destroy()
    this.#way.destroy()
  }
}
