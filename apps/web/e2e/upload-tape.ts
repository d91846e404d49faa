/** Gives a server the four symbols' tape as a recording of its library. */

import { readFile } from 'node:fs/promises'
import type { Recording } from '@tapedeck/protocol'
import { TAPE } from './use-pages.ts'

export async function uploadTape({ url }: { readonly url: string }, title: string): Promise<Recording> {
  const answer = await fetch(`${url}/api/recordings?title=${title}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: await readFile(TAPE),
  })
  if (!answer.ok) throw new Error(`the tape was refused: ${await answer.text()}`)
  return (await answer.json()) as Recording
}
