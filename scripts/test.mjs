// @ts-check
/** `npm test`: every check of the repository, all of them even after one failed; the last line is their count. */

import './node-version.mjs'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBrowser } from './browser.mjs'
import { root, run, secondsSince, tool } from './child.mjs'
import { compileCommand, ensureInstalled, ensureMessages, pageCommand } from './ensure.mjs'
import { countOf } from './vitest-count.mjs'

const REPORT = '.cache/vitest.json'
/** Steps at the same time: the compilers and linters are one process each, and two cores are common. */
const AT_ONCE = 2

/**
 * A check with a name for its line, and its work, which says whether it held and what it printed.
 * @typedef {{ readonly name: string, readonly work: () => Promise<{ readonly ok: boolean, readonly output: string }> }} Step
 */

/** @type {readonly Step[]} */
const STEPS = [
  commandStep('types', () => compileCommand()),
  commandStep('ESLint', () => tool('eslint', '.', '--max-warnings', '0')),
  commandStep('page build', () => pageCommand()),
  commandStep('types of the page', () =>
    tool('svelte-check', '--workspace', 'apps/web', '--tsconfig', 'tsconfig.json', '--fail-on-warnings'),
  ),
  commandStep('types of tests and scripts', () => tool('tsc', '--project', 'tests/tsconfig.json')),
  commandStep('Prettier', () => tool('prettier', '--check', '.')),
  commandStep('knip', () => tool('knip', '--no-progress')),
  { name: 'a browser for the tests', work: browserStep },
]

process.exitCode = await testAll()

/** Runs everything; returns the exit code. */
async function testAll() {
  let passed = 0
  let failed = 0
  try {
    await ensureInstalled()
    await ensureMessages()
    const outcomes = await runSteps(STEPS)
    const held = outcomes.filter(Boolean).length
    const tests = await runVitest()
    passed = held + tests.passed
    failed = outcomes.length - held + tests.failed
  } catch (thrown) {
    print(thrown instanceof Error ? thrown.message : String(thrown))
    failed += 1
  }
  print(`${passed} passed, ${failed} failed`)
  return failed > 0 || passed === 0 ? 1 : 0
}

/**
 * A step that holds when a command ends with 0.
 * @param {string} name
 * @param {() => readonly string[]} command asked for when the step begins
 * @returns {Step}
 */
function commandStep(name, command) {
  return {
    name,
    async work() {
      const { code, output } = await run(command(), { env: plainEnvironment() })
      return { ok: code === 0, output }
    },
  }
}

async function browserStep() {
  try {
    await ensureBrowser()
    return { ok: true, output: '' }
  } catch (thrown) {
    return { ok: false, output: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}

/** Runs steps a few at a time, in order. @param {readonly Step[]} steps */
async function runSteps(steps) {
  /** @type {boolean[]} */
  const outcomes = []
  const waiting = [...steps]
  const worker = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) outcomes.push(await runStep(step))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return outcomes
}

/** @param {Step} step */
async function runStep({ name, work }) {
  const start = performance.now()
  const { ok, output } = await work()
  print(`${ok ? 'ok    ' : 'FAILED'}  ${name}  (${secondsSince(start)})`)
  if (!ok) print(output.trimEnd())
  return ok
}

/** Runs the tests, their own report on our standard error as it comes. */
async function runVitest() {
  const start = performance.now()
  const file = join(root, REPORT)
  mkdirSync(join(root, '.cache'), { recursive: true })
  rmSync(file, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`]
  const { code } = await run(tool('vitest', 'run', ...reporters), { show: true, env: plainEnvironment() })
  const count = countOf(existsSync(file) ? readFileSync(file, 'utf8') : undefined, code)
  for (const problem of count.problems) print(problem)
  print(`${count.failed === 0 ? 'ok    ' : 'FAILED'}  Vitest  (${secondsSince(start)})`)
  return count
}

/** No colours, no questions, and one line a test file in place of a moving display. */
function plainEnvironment() {
  const { FORCE_COLOR: _, ...rest } = process.env
  return { ...rest, CI: 'true', NO_COLOR: '1' }
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`)
}
