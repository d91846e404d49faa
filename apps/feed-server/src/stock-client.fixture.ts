/** A stock Socket.IO client for tests: nothing of our SDK, typed events, waits on events instead of time. */

import { io, type Socket } from 'socket.io-client'
import type { ClientToServerEvents, ServerToClientEvents } from '@tapedeck/protocol'

export type StockSocket = Socket<ServerToClientEvents, ClientToServerEvents>

export interface StockClient {
  readonly socket: StockSocket
  /** Every event that came, in order. */
  readonly heard: { readonly name: string; readonly data: unknown }[]
  /** The data of every event of one name. */
  all<T>(name: string): T[]
  /** Resolves when so many events of a name have come since the client connected. */
  until(name: string, count: number): Promise<void>
  /** Sends anything, well-formed or not, and answers the acknowledgement. */
  ask(name: string, ...parameters: unknown[]): Promise<unknown>
  close(): void
}

/** Connects; rejects when the server refuses. */
export async function connectStock(url: string, options: Parameters<typeof io>[1] = {}): Promise<StockClient> {
  const socket: StockSocket = io(url, { forceNew: true, reconnection: false, ...options })
  const heard: { name: string; data: unknown }[] = []
  const waiting = new Set<() => void>()
  socket.onAny((name: string, data: unknown) => {
    heard.push({ name, data })
    waiting.forEach((check) => check())
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', (error) => {
      socket.close()
      reject(error)
    })
  })
  const all = <T>(name: string): T[] => heard.filter((event) => event.name === name).map((event) => event.data as T)
  return {
    socket,
    heard,
    all,
    until: (name, count) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (all(name).length < count) return
          waiting.delete(check)
          resolve()
        }
        socket.once('disconnect', (reason) => reject(new Error(`disconnected before ${count} ${name}: ${reason}`)))
        waiting.add(check)
        check()
      }),
    ask: (name, ...parameters) => (socket as Socket).timeout(5_000).emitWithAck(name, ...parameters),
    close: () => void socket.close(),
  }
}
