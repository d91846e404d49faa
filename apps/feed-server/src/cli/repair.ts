/** `tapedeck repair`: makes a tape whole whose recording was cut off. */

import { repairTape } from '@tapedeck/tape/node'
import { oneFile, readArguments, type Command } from './command.ts'
import { bytesText, count } from './figures.ts'

const HELP = `usage: tapedeck repair TAPE

  tapedeck repair day.tape

Cuts a tape off behind its last whole block and writes its end: index, count and digest. Nothing that was reported durable is lost.
A tape that is whole already is left as it is. It works in the file itself; make a copy first where the rest may still be wanted.

  --help   this text
`

export const repairCommand: Command = {
  name: 'repair',
  summary: 'make a tape whole whose recording was cut off',
  help: HELP,
  async run(args, { out }) {
    const path = oneFile('repair', readArguments(args, {}).positionals)
    const { events, lostEvents, lostBytes } = await repairTape(path)
    const lost =
      lostBytes === 0 ? 'nothing was lost' : `lost ${count(lostEvents)} events at its end (${bytesText(lostBytes)})`
    await out.write(`${path}: ${count(events)} events kept; ${lost}\n`)
    return 0
  },
}
