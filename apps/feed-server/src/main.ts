/** The program behind `npm start`: reads flags, starts the server, says where it listens, ends cleanly. */

import { toErrorBody } from '@tapedeck/protocol'
import { parseCommandLine, USAGE } from './command-line.ts'
import { consoleLog } from './log.ts'
import { startFeedServer, type FeedServer } from './start-feed-server.ts'

/** Runs the server until it is interrupted (or its recording ends). Resolves with the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { stopped, forget } = listenForStop()
  try {
    // a reader of our output that leaves (`| head`) ends no recording
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
    const { help, exitAtEnd, ...options } = parseCommandLine(args)
    if (help) {
      process.stdout.write(USAGE)
      return 0
    }
    const server = await startFeedServer({ ...options, log: consoleLog })
    announce(server, options)
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
  } finally {
    forget()
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

/** `stopped` resolves at the first signal to stop (Ctrl+C, a closed terminal, a service manager); the next one ends the process at once. */
function listenForStop(): { readonly stopped: Promise<number>; readonly forget: () => void } {
  let asked = false
  let resolveStopped: (code: number) => void = () => undefined
  const stopped = new Promise<number>((resolve) => (resolveStopped = resolve))
  const stop = (): void => {
    if (asked) process.exit(130)
    asked = true
    resolveStopped(0)
  }
  for (const signal of STOP_SIGNALS) process.on(signal, stop)
  return { stopped, forget: () => STOP_SIGNALS.forEach((signal) => process.off(signal, stop)) }
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
