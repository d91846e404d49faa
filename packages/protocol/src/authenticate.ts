/** How a client of a server with JWTs keeps its connection beyond the time of the first. */

import type { Refused } from './messages.ts'

/** Presents a JWT in the place of the one that the connection has. */
export interface AuthenticateRequest {
  readonly jwt: string
}
export type AuthenticateAnswer =
  | {
      readonly ok: true
      /** Unix microseconds; null on a server that asks for no JWT. */
      readonly expiresAt: number | null
      /** Subscriptions that were left, because the new JWT does not cover them. */
      readonly removed: number
    }
  | Refused
