/** Who may change something: everybody on loopback; elsewhere, or where one is set, whoever has the server's token. */

import { createHash, timingSafeEqual } from 'node:crypto'
import { isIPv4 } from 'node:net'
import { TapedeckError } from '@tapedeck/protocol'

export interface Rights {
  /** Throws `UNAUTHORIZED` unless what was presented gives the right. */
  check(presented: string | undefined): void
}

/** The rights of a server that listens on a host. */
export function createRights(host: string, token: string | null): Rights {
  if (token === null && isLoopback(host)) return { check: () => undefined }
  if (token === null) {
    return {
      check() {
        throw new TapedeckError(
          'UNAUTHORIZED',
          'this server listens beyond its own machine and has no token: nothing can be changed; start it with --token',
        )
      },
    }
  }
  const wanted = hashOf(token)
  return {
    check(presented) {
      // hashes have one length, so that comparing them takes one time
      if (presented !== undefined && timingSafeEqual(hashOf(presented), wanted)) return
      throw new TapedeckError(
        'UNAUTHORIZED',
        "what changes something needs the server's token: { auth: { token } } of a socket, or Authorization: Bearer of a request",
      )
    },
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
