// @ts-check
/** A runner of Vitest that runs each test as often in a row as `TEST_REPEATS` says, every time with its hooks and fixtures; scripts/testkit-soak.mjs. */

import { VitestTestRunner } from 'vitest/runners'

export default class RepeatingRunner extends VitestTestRunner {
  /** @param {import('vitest').RunnerTestCase} test @override */
  async onBeforeRunTask(test) {
    await super.onBeforeRunTask(test)
    test.repeats = Number(process.env['TEST_REPEATS']) - 1
  }
}
