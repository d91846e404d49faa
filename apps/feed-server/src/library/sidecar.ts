/** The file beside a recording: what people said of it, and what is known of it without reading the tape. */

import { open, readFile, rename } from 'node:fs/promises'
import { z } from 'zod'
import type { Recording } from '@tapedeck/protocol'

const time = z.number().int()
const sidecarSchema = z.object({
  title: z.string(),
  notes: z.string(),
  symbols: z.array(z.string()),
  span: z.object({ from: time, to: time }),
  events: z.number().int().min(0),
  bytes: z.number().int().min(0),
  digest: z.string().nullable(),
  state: z.enum(['recording', 'complete', 'torn']),
  deck: z.string().nullable(),
})

/** What it says. Undefined where it is missing or damaged: it can be made again from the tape, save for title and notes. */
export async function readSidecar(path: string, id: string): Promise<Recording | undefined> {
  try {
    const parsed = sidecarSchema.safeParse(JSON.parse(await readFile(path, 'utf8')))
    return parsed.success ? { id, ...parsed.data } : undefined
  } catch {
    return undefined
  }
}

/** Writes it in one step: whoever reads sees the old one or the new one, also after a crash. */
export async function writeSidecar(path: string, { id: _id, ...said }: Recording): Promise<void> {
  const unfinished = `${path}.part`
  const file = await open(unfinished, 'w')
  try {
    await file.writeFile(`${JSON.stringify(said, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(unfinished, path)
}
