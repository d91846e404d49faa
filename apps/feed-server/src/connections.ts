/** The connections of a server, so that it can end those as well whose other side says nothing any more. */

import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Knows every connection from now on; returns what ends all of them at once. */
export function knowConnections(server: Server): () => void {
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return () => {
    for (const socket of open) socket.destroy()
  }
}
