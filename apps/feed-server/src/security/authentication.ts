/** Who somebody is: on a server with JWTs whoever holds one, or the server's token; elsewhere nobody is asked. */

import { TapedeckError } from '@tapedeck/protocol'
import { tokenMatcher } from '../decks/rights.ts'
import { ALL, OPEN, type Grant } from './grant.ts'
import type { JwtCheck } from './jwt.ts'

/** What somebody shows. */
export interface Credentials {
  readonly jwt?: string | undefined
  /** The server's own. */
  readonly token?: string | undefined
}

export interface Authentication {
  /** Whether nobody is served without. */
  readonly isRequired: boolean
  /** Rejects with `UNAUTHENTICATED`, `TOKEN_EXPIRED` or `NOT_READY`. */
  authenticate(credentials: Credentials): Promise<Grant>
}

export function createAuthentication(checkJwt: JwtCheck | null, token: string | null): Authentication {
  if (checkJwt === null) return { isRequired: false, authenticate: () => Promise.resolve(OPEN) }
  const isToken = token === null ? () => false : tokenMatcher(token)
  return {
    isRequired: true,
    async authenticate(credentials) {
      if (credentials.token !== undefined && isToken(credentials.token)) return ALL
      if (credentials.jwt !== undefined) return checkJwt(credentials.jwt)
      throw unauthenticated()
    },
  }
}

export function unauthenticated(): TapedeckError {
  return new TapedeckError(
    'UNAUTHENTICATED',
    'this server asks for a JWT: { auth: { jwt } } of a Socket.IO client, { "op": "authenticate", "jwt" } on /ws, Authorization: Bearer of a request',
  )
}

/** What the header `Authorization: Bearer` shows: one of the two. */
export function bearerOf(authorization: string | undefined): Credentials {
  const bearer = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1]
  return { jwt: bearer, token: bearer }
}
