/** Records a deck of a running server: it records into its library, and the recording is fetched when it ends. */

import { createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { TapedeckError } from '@tapedeck/protocol'
import { openTapeFile } from '@tapedeck/tape/node'
import { after } from '../transport-timers.ts'
import { count } from './figures.ts'
import { startProgress } from './progress.ts'
import type { Recorded } from './recorded.ts'
import { rewrite } from './rewrite.ts'
import { createRest, type Rest } from './rest.ts'
import type { Terminal } from './terminal.ts'

export interface RecordedServer {
  readonly url: string
  readonly deck: string | undefined
  readonly token: string | undefined
}

const ASKED_EVERY_MS = 250

/** Resolves with the exit code. The recording stays in the library of the server. */
export async function recordServer(what: Recorded, server: RecordedServer, terminal: Terminal): Promise<number> {
  const { out, overwrite } = what
  if (!overwrite && (await stat(out).catch(() => undefined)) !== undefined) {
    throw new TapedeckError('TAPE_WRITE_FAILED', `${out} exists; name another file, or allow it with --overwrite`, {
      out,
    })
  }
  const rest = createRest(server.url, server.token)
  const { symbols, channels } = what
  const recording = await rest.ask('POST', '/api/recordings', { deck: server.deck, symbols, channels })
  try {
    await untilRecorded(rest, recording.id, what, terminal)
  } finally {
    await rest.ask('POST', `/api/recordings/${recording.id}/stop`)
  }
  await fetchTape(rest, recording.id, what, terminal)
  const ended = await rest.ask('GET', `/api/recordings/${recording.id}`)
  await terminal.out.write(
    `recorded ${count(ended.events)} events to ${out}; ${server.url} keeps it as ${recording.id}\ndigest ${ended.digest ?? 'none: it was cut off'}\n`,
  )
  return 0
}

async function untilRecorded(rest: Rest, id: string, { span }: Recorded, terminal: Terminal): Promise<void> {
  const interrupted = terminal.interrupted()
  const signal = { isGiven: false }
  void interrupted.then(() => (signal.isGiven = true))
  const progress = startProgress(terminal.err, 'recording')
  try {
    for (;;) {
      const recording = await rest.ask('GET', `/api/recordings/${id}`)
      const lasted = recording.span.to - recording.span.from
      progress.at(recording.events, span === undefined ? undefined : Math.min(1, lasted / span))
      if (signal.isGiven || recording.state !== 'recording' || (span !== undefined && lasted >= span)) return
      await Promise.race([interrupted, new Promise<void>((resolve) => after(ASKED_EVERY_MS, resolve))])
    }
  } finally {
    progress.end()
  }
}

/** Downloads beside the file, then makes it that file, in the form of its name. */
async function fetchTape(rest: Rest, id: string, { out, overwrite }: Recorded, terminal: Terminal): Promise<void> {
  const unfinished = `${out}.part`
  try {
    const body = await rest.download(`/api/recordings/${id}/download`)
    await pipeline(Readable.fromWeb(body), createWriteStream(unfinished))
    if (/\.jsonl(\.gz)?$/.test(out)) {
      const source = await openTapeFile(unfinished)
      await rewrite({ source, out, overwrite, progress: { doing: 'writing', on: terminal.err } })
      return
    }
    const file = await open(unfinished, 'r+')
    await file.sync()
    await file.close()
    await rename(unfinished, out)
  } finally {
    await rm(unfinished, { force: true })
  }
}
