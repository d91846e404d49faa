/** The server's log: one line per event, for people on a terminal. */

export interface Log {
  info(message: string, details?: Readonly<Record<string, unknown>>): void
  error(message: string, details?: Readonly<Record<string, unknown>>): void
}

/** Writes to standard output and error. */
export const consoleLog: Log = {
  info: (message) => void process.stdout.write(`${message}\n`),
  error(message, details) {
    const thrown = details?.['thrown']
    const reason =
      thrown instanceof Error ? (thrown.stack ?? thrown.message) : thrown === undefined ? '' : String(thrown)
    process.stderr.write(`${message}${reason === '' ? '' : `: ${reason}`}\n`)
  },
}

/** Says nothing; for servers inside tests. */
export const silentLog: Log = { info: () => undefined, error: () => undefined }
