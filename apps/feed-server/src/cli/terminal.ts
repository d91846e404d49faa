/** Where a command writes: standard output and error as streams that may be a person's screen, a pipe, or a pipe that was left. */

export interface Output {
  /** Whether a person sees it as it comes. */
  readonly isTerminal: boolean
  /** Whether colours and other control codes are wanted. */
  readonly isStyled: boolean
  readonly columns: number
  readonly rows: number
  /** False once whoever read it has left (`| head`): nothing more need be made. */
  readonly isOpen: boolean
  /** Resolves when there is room for more. Never rejects. */
  write(text: string): Promise<void>
}

export interface Terminal {
  readonly out: Output
  readonly err: Output
  /** Resolves at Ctrl+C and the like. From the first call on these end nothing by themselves, except the second time. */
  interrupted(): Promise<void>
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The terminal of this process. */
export function processTerminal(): Terminal {
  let interrupted: Promise<void> | undefined
  return {
    out: streamOutput(process.stdout),
    err: streamOutput(process.stderr),
    interrupted: () => (interrupted ??= nextSignal()),
  }
}

/** A stream of Node as an output; a reader that left closes it without an error. */
function streamOutput(stream: NodeJS.WriteStream): Output {
  let isOpen = true
  stream.on('error', () => (isOpen = false))
  // a pipe has no `isTTY` at all, whatever its type says
  const isTerminal = (stream.isTTY as boolean | undefined) ?? false
  return {
    isTerminal,
    isStyled: isTerminal && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb',
    get columns() {
      return isTerminal ? stream.columns : 120
    },
    get rows() {
      return isTerminal ? stream.rows : Infinity
    },
    get isOpen() {
      return isOpen
    },
    write(text) {
      if (!isOpen) return Promise.resolve()
      return new Promise((resolve) => void stream.write(text, () => resolve()))
    },
  }
}

function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const stop = (): void => {
      if (asked) process.exit(130)
      asked = true
      resolve()
    }
    for (const signal of STOP_SIGNALS) process.on(signal, stop)
  })
}
