/** A terminal whose output tests read. */

import { main } from './main.ts'
import type { Output, Terminal } from './terminal.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface CapturedSettings {
  readonly isTerminal?: boolean
  readonly columns?: number
  readonly rows?: number
  /** Closes standard output after so many characters, as `| head` does. */
  readonly leavesAfter?: number
  /** Presses Ctrl+C once standard output is so. */
  readonly interruptedWhen?: (out: string) => boolean
}

/** Runs `tapedeck` in this process. */
export async function tapedeck(args: readonly string[], settings: CapturedSettings = {}): Promise<Ran> {
  const { isTerminal = false, columns = 100, rows = 40, leavesAfter = Infinity } = settings
  const texts = { out: '', err: '' }
  let interrupt = (): void => undefined
  const interrupted = new Promise<void>((resolve) => (interrupt = resolve))
  const output = (name: 'out' | 'err'): Output => ({
    isTerminal,
    isStyled: isTerminal,
    columns,
    rows,
    get isOpen() {
      return texts[name].length < leavesAfter
    },
    write(text) {
      if (texts[name].length < leavesAfter) texts[name] += text
      if (settings.interruptedWhen?.(texts.out) === true) interrupt()
      return Promise.resolve()
    },
  })
  const terminal: Terminal = {
    out: output('out'),
    err: output('err'),
    interrupted: () => interrupted,
  }
  if (settings.interruptedWhen?.('') === true) interrupt()
  const code = await main(args, terminal)
  return { code, ...texts }
}
