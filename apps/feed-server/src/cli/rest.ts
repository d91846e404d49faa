/** Requests to a server's REST face, for commands that ask a running server. */

import type { ReadableStream } from 'node:stream/web'
import { ERROR_CODES, TapedeckError, type ErrorCode, type Recording } from '@tapedeck/protocol'

export interface Rest {
  /** Rejects with what the server says, or `DISCONNECTED` where none answers. */
  ask(method: 'GET' | 'POST', path: string, body?: object): Promise<Recording>
  /** The body as it comes. Rejects like `ask`. */
  download(path: string): Promise<ReadableStream<Uint8Array>>
}

export function createRest(url: string, token: string | undefined): Rest {
  const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = {
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    }
    let response: Response
    try {
      response = await fetch(`${url}${path}`, { ...init, headers })
    } catch (thrown) {
      throw new TapedeckError(
        'DISCONNECTED',
        `no server answers at ${url}: start one by tapedeck serve, or name another by --url`,
        { url },
        thrown,
      )
    }
    if (!response.ok) throw await refusalOf(response)
    return response
  }
  return {
    async ask(method, path, body) {
      // a request to stop says nothing more than its path
      const init = method === 'POST' ? { method, body: JSON.stringify(body ?? {}) } : { method }
      return (await (await request(path, init)).json()) as Recording
    },
    async download(path) {
      const { body } = await request(path)
      if (body === null) throw new TapedeckError('NOT_FOUND', `${url}${path} has nothing in it`, { path })
      return body as ReadableStream<Uint8Array>
    },
  }
}

async function refusalOf(response: Response): Promise<TapedeckError> {
  const text = await response.text()
  try {
    const { error } = JSON.parse(text) as { readonly error?: { readonly code?: unknown; readonly message?: unknown } }
    if (
      typeof error?.code === 'string' &&
      Object.hasOwn(ERROR_CODES, error.code) &&
      typeof error.message === 'string'
    ) {
      return new TapedeckError(error.code as ErrorCode, error.message)
    }
  } catch {
    // said below
  }
  return new TapedeckError('NOT_FOUND', `${response.url} answered ${response.status}, as no Tapedeck server does`)
}
