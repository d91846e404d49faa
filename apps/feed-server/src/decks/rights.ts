/** Who may change something: everybody on loopback; elsewhere, or where one is set, whoever has the server's token or a JWT that says so. */

import { createHash, timingSafeEqual } from 'node:crypto'
import { isIPv4 } from 'node:net'
import { TapedeckError } from '@tapedeck/protocol'
import type { Grant } from '../security/grant.ts'

export interface Rights {
  /** Throws `UNAUTHORIZED` unless the token that was presented, or what a client was granted, gives the right. */
  check(presented: string | undefined, grant: Grant): void
}

/** The rights of a server that listens on a host. Where clients show who they are, being near is no right. */
export function createRights(host: string, token: string | null, isJwtRequired: boolean): Rights {
  if (token === null && !isJwtRequired && isLoopback(host)) return { check: () => undefined }
  if (token === null) {
    return {
      check(_presented, { mayControl }) {
        if (mayControl) return
        if (isJwtRequired) {
          throw new TapedeckError('UNAUTHORIZED', 'what changes something needs a JWT with the claim control: true')
        }
        throw new TapedeckError(
          'UNAUTHORIZED',
          'this server listens beyond its own machine and has no token: nothing can be changed; start it with --token',
        )
      },
    }
  }
  const isToken = tokenMatcher(token)
  return {
    check(presented, { mayControl }) {
      if (mayControl || (presented !== undefined && isToken(presented))) return
      throw new TapedeckError(
        'UNAUTHORIZED',
        "what changes something needs the server's token: { auth: { token } } of a socket, or Authorization: Bearer of a request",
      )
    },
  }
}

/** Compares with a token, in a time that says nothing about it. */
export function tokenMatcher(token: string): (presented: string) => boolean {
  const wanted = hashOf(token)
  // hashes have one length, so that comparing them takes one time
  return (presented) => timingSafeEqual(hashOf(presented), wanted)
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
