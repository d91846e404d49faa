/** What the client shows to the server: at every connection, and a fresh JWT before the one that it has expires. */

import { BATCH_ENCODING, type Notice } from '@tapedeck/protocol'
import type { ResolvedOptions } from './options.ts'
import type { Requests } from './requests.ts'

export interface Credentials {
  /** Gives what the handshake carries. Without a JWT that should be there the server says what is missing. */
  forHandshake(give: (auth: object) => void): void
  /** Shows a fresh JWT where the server says that the one it has expires. Never rejects. */
  renewAt(notice: Notice, requests: Requests): Promise<void>
}

/** `failed` is told of a JWT that could not be had, or that was refused. */
export function createCredentials({ jwt, token }: ResolvedOptions, failed: (notice: Notice) => void): Credentials {
  const fresh = async (): Promise<string | undefined> => {
    try {
      return typeof jwt === 'function' ? await jwt() : jwt
    } catch (thrown) {
      failed({ code: 'UNAUTHENTICATED', message: `jwt gave none: ${String(thrown)}` })
      return undefined
    }
  }
  return {
    forHandshake(give) {
      const auth = { encoding: BATCH_ENCODING, ...(token === undefined ? {} : { token }) }
      // without a wait that nobody needs
      if (jwt === undefined) give(auth)
      else void fresh().then((shown) => give(shown === undefined ? auth : { ...auth, jwt: shown }))
    },
    async renewAt({ code }, requests) {
      if (code !== 'TOKEN_EXPIRING' || typeof jwt !== 'function') return
      const shown = await fresh()
      if (shown === undefined) return
      requests.send(
        'authenticate',
        { jwt: shown },
        { granted: () => undefined, refused: (error) => failed(error.toBody()) },
      )
    },
  }
}
