// @ts-check
/** Child processes: where the repository is, how its tools and npm are called, and what they said. */

import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * What came of a child process. `code` is null when a signal ended it or it could not be started.
 * @typedef {{ readonly code: number | null, readonly output: string }} Outcome
 */

/** Files of the tools that run on Node; called directly, since `.bin` holds shell files on Windows. */
const TOOLS = {
  tsc: 'typescript/bin/tsc',
  vite: 'vite/bin/vite.js',
  vitest: 'vitest/vitest.mjs',
  eslint: 'eslint/bin/eslint.js',
  prettier: 'prettier/bin/prettier.cjs',
  knip: 'knip/bin/knip.js',
  'svelte-check': 'svelte-check/bin/svelte-check',
  'playwright-core': 'playwright-core/cli.js',
  paraglide: '@inlang/paraglide-js/bin/run.js',
}

/**
 * The command line of an installed tool.
 * @param {keyof typeof TOOLS} name
 * @param {readonly string[]} args
 * @returns {readonly string[]}
 */
export function tool(name, ...args) {
  return [process.execPath, join(root, 'node_modules', TOOLS[name]), ...args]
}

/**
 * The command line of npm: the one that runs us, else the one on the path.
 * @param {readonly string[]} args
 * @returns {readonly string[]}
 */
export function npm(...args) {
  const running = process.env['npm_execpath']
  return running?.endsWith('npm-cli.js') ? [process.execPath, running, ...args] : ['npm', ...args]
}

/**
 * Runs a command in the repository's folder, without standard input.
 * @param {readonly string[]} command
 * @param {{ readonly show?: boolean, readonly timeoutMs?: number, readonly env?: NodeJS.ProcessEnv }} [options]
 *   `show`: its output goes straight to our standard error, in place of being gathered.
 * @returns {Promise<Outcome>}
 */
export function run(command, { show = false, timeoutMs = 0, env = process.env } = {}) {
  const [program = '', ...args] = command
  return new Promise((resolve) => {
    // npm is a shell file on Windows
    const shell = process.platform === 'win32' && program === 'npm'
    const child = spawn(program, args, {
      cwd: root,
      env,
      shell,
      stdio: show ? ['ignore', 2, 2] : ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    })
    let output = ''
    const gather = (/** @type {Buffer} */ part) => (output += part.toString())
    child.stdout?.on('data', gather)
    child.stderr?.on('data', gather)
    child.once('error', (error) => resolve({ code: null, output: `${output}${error.message}\n` }))
    child.once('close', (code) => resolve({ code, output }))
  })
}

/** Says a line about the work on standard error, so that standard output stays the program's own. @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/**
 * Runs the work of a script; of what goes wrong it says the sentence, since a stack of ours would help nobody.
 * @param {() => Promise<void>} work
 */
export async function orSay(work) {
  try {
    await work()
  } catch (thrown) {
    say(thrown instanceof Error ? thrown.message : String(thrown))
    process.exitCode = 1
  }
}

/** Seconds since `startMs` of `performance.now()`, for a reader. @param {number} startMs */
export function secondsSince(startMs) {
  return `${((performance.now() - startMs) / 1_000).toFixed(1)} s`
}
