/** Sends a tape file to the library. By XMLHttpRequest, which tells how much of it has gone. */

import { isErrorBody } from '@tapedeck/client'
import { TapedeckError, type Recording } from '@tapedeck/protocol'
import { m } from '../paraglide/messages.js'

/** The recording that it has become. Rejects with what is wrong with the tape, or `DISCONNECTED`. */
export function uploadTape(file: File, title: string, onSent: (fraction: number) => void): Promise<Recording> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/recordings?${new URLSearchParams({ title }).toString()}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0)
    request.onload = () => {
      if (request.status === 201) resolve(request.response as Recording)
      else reject(refusalOf(request.response as unknown, request.status))
    }
    request.onerror = () => reject(new TapedeckError('DISCONNECTED', m.deck_upload_lost({ name: file.name })))
    request.send(file)
  })
}

/** A file's name as a title: `flash-crash.tape.jsonl.gz` is `flash-crash`. */
export function titleOfFile(name: string): string {
  const title = name.replace(/(\.tape)?(\.jsonl)?(\.gz)?$/i, '').trim()
  return (title === '' ? name : title).slice(0, 200)
}

function refusalOf(body: unknown, status: number): TapedeckError {
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined
  if (isErrorBody(error)) return new TapedeckError(error.code, error.message)
  return new TapedeckError('INTERNAL', m.deck_upload_refused({ status }))
}
