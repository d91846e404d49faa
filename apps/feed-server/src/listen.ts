/** Makes an HTTP server listen: a busy port moves to the next, and says so. */

import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { TapedeckError } from '@tapedeck/protocol'
import type { ResolvedOptions } from './options.ts'

/** Ports tried after the one that was asked for. */
const MORE_PORTS = 20

/** Listens; answers the port. Rejects with `BAD_OPTION` when no port is free, or the address is not this machine's. */
export async function listen(app: FastifyInstance, options: ResolvedOptions): Promise<number> {
  const { host, port: first, log } = options
  const last = first === 0 || !options.nextPort ? first : Math.min(65_535, first + MORE_PORTS)
  for (let port = first; port <= last; port++) {
    try {
      // one address, not every one that the name has: Fastify would serve the others without Socket.IO
      await app.listen({ port, host: host === 'localhost' ? '127.0.0.1' : host })
      return (app.server.address() as AddressInfo | null)?.port ?? port
    } catch (thrown) {
      const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
      if (code !== 'EADDRINUSE') {
        throw new TapedeckError(
          'BAD_OPTION',
          `cannot listen on ${host}:${port} (${String(code)}); choose another --host or --port`,
          { host, port },
          thrown,
        )
      }
      if (port < last) log.info(`port ${port} is busy, trying ${port + 1}`)
    }
  }
  throw new TapedeckError('BAD_OPTION', `ports ${first} to ${last} are busy on ${host}; choose another with --port`, {
    from: first,
    to: last,
  })
}
