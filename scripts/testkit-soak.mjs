// @ts-check
/**
 * `npm run test:testkit:soak`: the test kit's own tests 200 times while as many threads as there are cores keep the machine busy. Every tenth time is in processes of
 * its own, which load all modules anew; in between each test runs again where it stands, with its hooks and fixtures. `-- --runs 10`, `-- --repeats 1`, `-- --load 4`.
 * The last line is one of JSON; the exit code is 1 where a run failed.
 */

import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { loadConfigFromFile } from 'vite'
import { createVitest } from 'vitest/node'
import { orSay, root, say } from './child.mjs'
import { ensureBuilt, ensureInstalled } from './ensure.mjs'

const RUNNER = join(root, 'scripts/repeating-runner.mjs')
const TESTS = ['packages/testkit/src', 'tests/testkit']

await orSay(async () => {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '200' },
      repeats: { type: 'string', default: '10' },
      load: { type: 'string', default: String(availableParallelism()) },
    },
  })
  const runs = countOf('runs', values.runs, 1)
  const repeats = Math.min(runs, countOf('repeats', values.repeats, 1))
  const load = countOf('load', values.load, 0)
  if (runs % repeats !== 0) throw new Error(`--runs ${runs} is no multiple of --repeats ${repeats}`)
  await ensureInstalled()
  await ensureBuilt()

  // threads, since they end with whoever began them
  const busy = Array.from({ length: load }, () => new Worker('while (true);', { eval: true }))
  process.env['TEST_REPEATS'] = String(repeats)
  const options = { root, watch: false, config: /** @type {const} */ (false), reporters: [{}] }
  const vitest = await createVitest('test', options, await repeatingConfig())
  const start = performance.now()
  let failed = 0
  try {
    const specifications = await vitest.getRelevantTestSpecifications(TESTS)
    if (specifications.length === 0) throw new Error(`there are no tests in ${TESTS.join(' and ')}`)
    for (let run = repeats; run <= runs; run += repeats) {
      const problems = problemsOf(await vitest.runTestSpecifications(specifications))
      if (problems.length > 0) failed++
      say(`run ${run} of ${runs}: ${problems.length === 0 ? 'passed' : `failed\n${problems.join('\n')}`}`)
    }
  } finally {
    await vitest.close()
    await Promise.all(busy.map((thread) => thread.terminate()))
  }
  const seconds = Math.round((performance.now() - start) / 1_000)
  process.stdout.write(`${JSON.stringify({ runs, repeats, failed, seconds, load })}\n`)
  process.exitCode = failed === 0 ? 0 : 1
})

/** That of `npm test`, with a runner that repeats. */
async function repeatingConfig() {
  const found = await loadConfigFromFile({ command: 'serve', mode: 'test' }, join(root, 'vitest.config.ts'))
  if (found === null) throw new Error('vitest.config.ts cannot be read')
  for (const project of found.config.test?.projects ?? []) {
    if (typeof project === 'object' && 'test' in project && project.test !== undefined) project.test.runner = RUNNER
  }
  return found.config
}

/** @param {string} name @param {string} text @param {number} least */
function countOf(name, text, least) {
  const count = Number(text)
  if (Number.isSafeInteger(count) && count >= least) return count
  throw new Error(`--${name} ${text} is no whole number from ${least}`)
}

/**
 * What went wrong in a run, one line each; a run in which nothing was tested is one as well.
 * @param {import('vitest/node').TestRunResult} result
 */
function problemsOf({ testModules, unhandledErrors }) {
  const problems = unhandledErrors.map((error) => `unhandled: ${messageOf(error)}`)
  let passed = 0
  for (const module of testModules) {
    problems.push(...module.errors().map((error) => `${module.relativeModuleId}: ${error.message}`))
    for (const test of module.children.allTests()) {
      const { state, errors = [] } = test.result()
      if (state === 'passed') passed++
      else
        problems.push(
          `${module.relativeModuleId} > ${test.fullName}: ${errors.map(({ message }) => message).join('; ')}`,
        )
    }
  }
  return passed === 0 ? [...problems, 'no test has passed'] : problems
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : JSON.stringify(error)
}
