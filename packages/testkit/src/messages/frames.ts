/** Small facts of WebSockets that replay and recording share. */

import type { RawData } from 'ws'

/** The bytes of a frame, in whatever pieces they came. */
export function bytesOfFrame(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? Buffer.from(data) : data
}

/** Whether a close frame may have that code (RFC 6455, section 7.4): the others say how a connection was lost. */
export function mayBeSent(code: number): boolean {
  return (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) || (code >= 3000 && code <= 4999)
}

/** The path of a request, without its query. */
export function pathOf(url: string | undefined): string {
  return (url ?? '/').split('?')[0] ?? '/'
}

/** The address of what a request asks, at a server. What clients send need not be an address: `//` alone would be another host, or none. */
export function addressAt(server: URL, url: string | undefined): URL {
  return new URL(`${server.origin}${url?.startsWith('/') === true ? url : '/'}`)
}
