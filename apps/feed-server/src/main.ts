/** The program behind `npm start`: reads flags, starts the server, says where it listens, ends cleanly. */

import { toErrorBody } from '@tapedeck/protocol'
import { parseCommandLine, USAGE } from './command-line.ts'
import { consoleLog } from './log.ts'
import { startFeedServer, type FeedServer } from './start-feed-server.ts'

/** Runs the server until it is interrupted (or its recording ends). Resolves with the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const { help, exitAtEnd, ...options } = parseCommandLine(args)
    if (help) {
      process.stdout.write(USAGE)
      return 0
    }
    const server = await startFeedServer({ ...options, log: consoleLog })
    announce(server, options)
    const stopped = interrupted()
    const played = server.deck.ended.then(
      () => sayEnd(server),
      // said by the log already
      () => (exitAtEnd ? 1 : undefined),
    )
    const code = await (exitAtEnd ? Promise.race([stopped, played]) : stopped)
    const summary = await server.close()
    if (summary !== undefined) {
      consoleLog.info(`recorded ${summary.events} events to ${options.record ?? ''}\ndigest ${summary.digest}`)
    }
    return code ?? 0
  } catch (thrown) {
    const error = toErrorBody(thrown)
    if (error.code === 'INTERNAL') consoleLog.error('the server stopped', { thrown })
    else process.stderr.write(`${error.message} [${error.code}]\n`)
    return 1
  }
}

function announce(server: FeedServer, options: { readonly record?: string | undefined }): void {
  const { header, market } = server.deck
  const lines = [
    `Tapedeck listens on ${server.url}`,
    `  plays    ${header.name}: ${market.instruments().length} ${market.instruments().length === 1 ? 'instrument' : 'instruments'}`,
    ...(server.deck.status().state === 'waiting'
      ? ['  starts   when the first client subscribes (open the page)']
      : []),
    ...(options.record === undefined ? [] : [`  records  to ${options.record}`]),
    `  watch    open ${server.url} in a browser`,
    `  code     io('${server.url}') with socket.io-client, then emit 'subscribe' (README: five lines)`,
    '  stop     Ctrl+C',
  ]
  consoleLog.info(lines.join('\n'))
}

function sayEnd(server: FeedServer): number {
  const { events, digest } = server.deck.status()
  consoleLog.info(`played ${events} events to the end\ndigest ${digest ?? ''}`)
  return 0
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
function interrupted(): Promise<number> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.once('SIGINT', () => process.exit(130))
      resolve(0)
    }
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  })
}
