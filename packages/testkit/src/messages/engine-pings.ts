/**
 * Asks a stock Socket.IO client whether it has handled what was sent: after two ping rounds it has, since its first pong may overtake its
 * listeners. `sendPacket`, by which Engine.IO sends its own pings, is the one thing used beyond its typings.
 */

import type { Socket as IoSocket } from 'socket.io'

type Connection = IoSocket['conn']

export class EnginePings {
  readonly #connection: Connection
  #sent = 0
  #answered = 0
  readonly #waiting: { readonly ping: number; readonly resolve: () => void }[] = []

  constructor(connection: Connection) {
    this.#connection = connection
    connection.on('packetCreate', ({ type }) => {
      if (type === 'ping') this.#sent++
    })
    connection.on('heartbeat', () => {
      this.#answered++
      this.#resolve((ping) => ping <= this.#answered)
    })
    connection.on('close', () => this.#resolve(() => true))
  }

  /** Resolves when the client has handled everything that was sent, or is gone. */
  async handled(): Promise<void> {
    await this.#round()
    await this.#round()
  }

  #round(): Promise<void> {
    if (this.#connection.readyState !== 'open') return Promise.resolve()
    const { sendPacket } = this.#connection as unknown as { readonly sendPacket: (type: 'ping') => void }
    sendPacket.call(this.#connection, 'ping')
    return new Promise((resolve) => this.#waiting.push({ ping: this.#sent, resolve }))
  }

  #resolve(isDone: (ping: number) => boolean): void {
    for (let first = this.#waiting[0]; first !== undefined && isDone(first.ping); first = this.#waiting[0]) {
      this.#waiting.shift()
      first.resolve()
    }
  }
}
