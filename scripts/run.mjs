// @ts-check
/** `npm run import -- ...` and its like: installs and builds what is missing, then runs a command other than the server. */

import './node-version.mjs'
import { say } from './child.mjs'
import { launch } from './launch.mjs'

const COMMANDS = new Map([
  ['import', 'import-command.js'],
  ['tapedeck', 'cli/main.js'],
])

const [name = '', ...args] = process.argv.slice(2)
const file = COMMANDS.get(name)
if (file === undefined) {
  say(`there is no command "${name}" (known: ${[...COMMANDS.keys()].join(', ')})`)
  process.exitCode = 1
} else {
  await launch(file, args)
}
