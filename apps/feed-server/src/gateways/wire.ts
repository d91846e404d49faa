/**
 * The connection under a WebSocket of `ws`. Frames that are ready are written to it in one piece, past the queues and events that `ws` and Engine.IO have for
 * each message: most of what a small write would cost. Neither is in their typings; where one of them is another thing, they write.
 */

import { Socket } from 'node:net'

/** Undefined where frames cannot be written past the WebSocket. */
export function wireOf(webSocket: unknown): Socket | undefined {
  if (typeof webSocket !== 'object' || webSocket === null || !('_socket' in webSocket)) return undefined
  return webSocket._socket instanceof Socket ? webSocket._socket : undefined
}

/** Whether a WebSocket sends messages as they are: what is compressed is put together later, and would be overtaken. */
export function isPlain(perMessageDeflate: unknown): boolean {
  return perMessageDeflate === null || perMessageDeflate === undefined || perMessageDeflate === false
}
