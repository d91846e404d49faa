/** `tapedeck verify`: reads tapes whole and checks every sum. */

import { toErrorBody } from '@tapedeck/protocol'
import { verifyTape } from '@tapedeck/tape/node'
import { manyFiles, readArguments, type Command } from './command.ts'
import { count } from './figures.ts'
import { startProgress } from './progress.ts'

const HELP = `usage: tapedeck verify TAPE...

  tapedeck verify day.tape
  tapedeck verify recordings/*.tape

Reads each tape from its start to its end: the checksum of every block, every event, the count, and the digest. Ends with 0 where all of
them are whole, 1 where one is not; tapedeck repair makes a tape whole that was cut off.

  --help   this text
`

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'read tapes whole and check every sum',
  help: HELP,
  async run(args, { out, err }) {
    const paths = manyFiles('verify', readArguments(args, {}).positionals, 1)
    let failed = 0
    for (const path of paths) {
      const progress = startProgress(err, `verifying ${path}`)
      let lines: string
      try {
        const { events, digest, problems } = await verifyTape(path)
        lines =
          problems.length === 0
            ? `${path}: whole, ${count(events)} events, digest ${digest}\n`
            : problems.map((problem) => `${path}: ${problem}\n`).join('')
        if (problems.length > 0) failed++
      } catch (thrown) {
        const { code, message } = toErrorBody(thrown)
        if (code === 'INTERNAL') throw thrown
        lines = `${message} [${code}]\n`
        failed++
      } finally {
        progress.end()
      }
      await out.write(lines)
    }
    if (failed > 0 && paths.length > 1) await out.write(`${failed} of ${paths.length} tapes are not whole\n`)
    return failed === 0 ? 0 : 1
  },
}
