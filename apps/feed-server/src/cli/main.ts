/** The `tapedeck` command: finds the command that was named, runs it, and says what went wrong with it. */

import { toErrorBody } from '@tapedeck/protocol'
import { nearestCommand } from './nearest-command.ts'
import type { Command } from './command.ts'
import { COMMANDS } from './commands.ts'
import { processTerminal, type Terminal } from './terminal.ts'

const FAILED = 1
const MISUSED = 2

/** Runs a command. Resolves with the exit code: 0 done, 1 failed or found something wrong, 2 not asked in the right way. */
export async function main(args: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  const [name, ...rest] = args
  const { out, err } = terminal
  if (name === undefined || name === '--help' || name === '-h') {
    await out.write(overview())
    return name === undefined ? MISUSED : 0
  }
  if (name === 'help') return main(rest.length === 0 ? ['--help'] : [...rest, '--help'], terminal)
  const command = COMMANDS.find((each) => each.name === name)
  if (command === undefined) {
    const meant = nearestCommand(name, COMMANDS)
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`
    await err.write(`tapedeck: there is no command ${JSON.stringify(name)}${hint} tapedeck --help lists them all\n`)
    return MISUSED
  }
  return runCommand(command, rest, terminal)
}

async function runCommand(command: Command, args: readonly string[], terminal: Terminal): Promise<number> {
  if (command.help !== undefined && (args.includes('--help') || args.includes('-h'))) {
    await terminal.out.write(command.help)
    return 0
  }
  try {
    return await command.run(args, terminal)
  } catch (thrown) {
    const { code, message } = toErrorBody(thrown)
    const sentence = code === 'INTERNAL' ? `a mistake of the program: ${stackOf(thrown)}` : message
    // what Node says of flags may have line breaks in it
    const line = code === 'INTERNAL' ? sentence : sentence.replaceAll('\n', ' ')
    await terminal.err.write(`tapedeck ${command.name}: ${line} [${code}]\n`)
    return code === 'BAD_OPTION' ? MISUSED : FAILED
  }
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
}

function overview(): string {
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(9)} ${summary}`)
  return `Tapedeck: plays, records and works on tapes of market data

usage: tapedeck COMMAND [flags]

${lines.join('\n')}

  tapedeck serve                                       a simulated market, page at http://127.0.0.1:4400
  tapedeck watch BTC-USD AAPL                          its prices, live in this terminal
  tapedeck record --out day.tape --for 10m             ten minutes of it to a file
  tapedeck replay day.tape --speed 10                  the same again, ten times as fast

tapedeck COMMAND --help shows the flags of a command, with examples. Tapes are taken in every form: binary, JSON lines, and
JSON lines packed by gzip; what is written takes its form from its name (.jsonl, .jsonl.gz, all else binary).
`
}
