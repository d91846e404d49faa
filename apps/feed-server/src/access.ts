/** Who may talk to the server: checks of Origin and Host that browsers cannot forge, for sockets and HTTP alike. */

import { isIP } from 'node:net'
import { TapedeckError } from '@tapedeck/protocol'

export interface AccessRules {
  /** Origins besides the server's own, as browsers send them: `https://example.org`. */
  readonly allowOrigins: readonly string[]
  /** Host names besides loopback names and IP addresses that the server answers for. */
  readonly allowHosts: readonly string[]
}

interface RequestHead {
  readonly headers: { readonly origin?: string | undefined; readonly host?: string | undefined }
}

/**
 * Throws `FORBIDDEN_HOST` or `FORBIDDEN_ORIGIN`. A request without Origin comes from no browser page and is accepted;
 * `null` (a sandboxed frame, a file) is refused. A Host that is a foreign name is refused, because a page of that name
 * could otherwise reach a loopback server by DNS rebinding.
 */
export function checkAccess(request: RequestHead, rules: AccessRules): void {
  const { origin, host } = request.headers
  if (host !== undefined && !isOwnHost(host, rules.allowHosts)) {
    throw new TapedeckError(
      'FORBIDDEN_HOST',
      `host ${JSON.stringify(host)} is not served here; allow it with --allow-host`,
      { host },
    )
  }
  if (origin === undefined || rules.allowOrigins.includes(origin)) return
  if (host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)) return
  throw new TapedeckError(
    'FORBIDDEN_ORIGIN',
    `origin ${JSON.stringify(origin)} is not allowed; allow it with --allow-origin`,
    {
      origin,
    },
  )
}

function isOwnHost(host: string, allowHosts: readonly string[]): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  const bare = name.startsWith('[') && name.endsWith(']') ? name.slice(1, -1) : name
  return isIP(bare) !== 0 || name === 'localhost' || name.endsWith('.localhost') || allowHosts.includes(name)
}
