/** `tapedeck-record`: the recording proxy on the command line. */

import { parseArgs } from 'node:util'
import { toErrorBody } from '@tapedeck/protocol'
import { recordThrough } from './record-through.ts'

const HELP = `usage: tapedeck-record --target URL --out FILE [flags]

  tapedeck-record --target http://127.0.0.1:3000 --out tapes/feed.tape.jsonl
  tapedeck-record --target wss://stream.example.com --out stream.tape --port 9000

Stands before a Socket.IO (v4) or WebSocket server, passes everything on and writes the messages to a tape, for replayMessages of
@tapedeck/testkit. Ctrl+C ends it. Headers, queries and what clients authenticate with are not written.

  --target URL   the server to record
  --out FILE     tape to write; *.jsonl is text
  --overwrite    replace FILE
  --port N       where clients connect instead         (a free port)
  --host NAME    and at which address                  (127.0.0.1)
  --help         this text
`

const FLAGS = {
  target: { type: 'string' },
  out: { type: 'string' },
  overwrite: { type: 'boolean' },
  port: { type: 'string', default: '0' },
  host: { type: 'string', default: '127.0.0.1' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Resolves with the exit code when the recording has been ended by a signal: 0 done, 1 failed, 2 not asked in the right way. */
export async function main(args: readonly string[]): Promise<number> {
  let values
  try {
    ;({ values } = parseArgs({ args: [...args], options: FLAGS }))
  } catch (thrown) {
    return misused(thrown instanceof Error ? thrown.message : String(thrown))
  }
  const { target, out, overwrite = false, port, host, help } = values
  if (help === true) {
    process.stdout.write(HELP)
    return 0
  }
  if (target === undefined || out === undefined) return misused('--target and --out are needed')
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return misused(`--port ${port} is no port`)
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
  try {
    const recording = await recordThrough({ target, to: out, overwrite, port: Number(port), host })
    process.stdout.write(`recording ${target} to ${out}; clients connect to ${recording.url}\n`)
    await stopped
    const { events } = await recording.close()
    process.stdout.write(`${out}: ${events} messages\n`)
    return 0
  } catch (thrown) {
    const { code, message } = toErrorBody(thrown)
    process.stderr.write(`tapedeck-record: ${code === 'INTERNAL' ? String(thrown) : message} [${code}]\n`)
    return code === 'BAD_OPTION' ? 2 : 1
  }
}

function misused(why: string): number {
  process.stderr.write(`tapedeck-record: ${why}; --help shows examples\n`)
  return 2
}
