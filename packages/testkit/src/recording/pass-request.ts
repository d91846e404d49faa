/** Passes a request of HTTP on, and what is answered back; the bodies of long polling are read on the way. */

import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Direction } from '../messages/message.ts'

/** `address`: what is asked, at the server behind. `isRead`: whether bodies are wanted. What `take` throws is the concern of nobody who passes. */
export function passRequest(
  address: URL,
  request: IncomingMessage,
  response: ServerResponse,
  isRead: boolean,
  take: (body: string, direction: Direction) => void,
): void {
  const { 'accept-encoding': encoding, ...headers } = request.headers
  const ask = address.protocol === 'https:' ? httpsRequest : httpRequest
  const passed = ask(address, {
    method: request.method,
    // what is packed could not be read
    headers: {
      ...headers,
      host: address.host,
      ...(isRead || encoding === undefined ? {} : { 'accept-encoding': encoding }),
    },
  })
  const read = (from: IncomingMessage, direction: Direction): void => {
    const pieces: Buffer[] = []
    from.on('data', (piece: Buffer) => pieces.push(piece))
    from.on('end', () => {
      try {
        take(Buffer.concat(pieces).toString(), direction)
      } catch {
        // not of the protocol: passed on, not written
      }
    })
  }
  if (isRead && request.method === 'POST') read(request, 'from-client')
  request.pipe(passed)
  passed.on('response', (answer) => {
    if (isRead && request.method === 'GET' && answer.statusCode === 200) read(answer, 'to-client')
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
    answer.on('error', () => response.destroy())
  })
  passed.on('error', (error) => {
    if (response.headersSent) response.destroy()
    else
      response
        .writeHead(502, { 'content-type': 'text/plain' })
        .end(`${address.host} does not answer: ${error.message}\n`)
  })
  response.on('close', () => passed.destroy())
}
