/** `tapedeck serve` and `tapedeck replay`: the feed server, with the flags of `npm start`. */

import { TapedeckError } from '@tapedeck/protocol'
import { parseCommandLine, USAGE } from '../command-line.ts'
import type { Command } from './command.ts'

export const serveCommand: Command = {
  name: 'serve',
  summary: 'serve a simulated market, or a tape, to clients and the page',
  help: `usage: tapedeck serve [flags]          the same as npm start -- [flags]

  tapedeck serve
  tapedeck serve --seed 7 --start 2026-01-05T14:30:00Z
  tapedeck serve --record day.tape

${USAGE}`,
  run: (args) => runServer(args),
}

export const replayCommand: Command = {
  name: 'replay',
  summary: 'serve a tape: the same as serve --replay FILE',
  help: `usage: tapedeck replay FILE [flags]

  tapedeck replay day.tape                          at the speed it was recorded; starts when the first client subscribes
  tapedeck replay day.tape --speed 10
  tapedeck replay day.tape --speed max --exit-at-end

It takes the flags of serve, as far as they do not make a simulated market.

${USAGE}`,
  run(args) {
    const [file, ...flags] = args
    if (file === undefined || file.startsWith('-')) {
      throw new TapedeckError('BAD_OPTION', 'replay takes the tape first: tapedeck replay FILE [flags]')
    }
    return runServer(['--replay', file, ...flags])
  },
}

/** Reads the flags here first, so that a mistake in them is told as that of every command is. */
async function runServer(args: readonly string[]): Promise<number> {
  parseCommandLine(args)
  // no other command needs a server to be loaded
  return (await import('../main.ts')).main(args)
}
