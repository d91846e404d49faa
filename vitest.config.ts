/** Vitest runs the TypeScript sources of the workspace directly, through the `source` export condition; components of examples in a document without a browser. */

import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defaultClientConditions, defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const COMPONENTS = 'tests/testkit/svelte/**/*.test.ts'
const conditionsOf = (conditions: readonly string[]) => {
  const all = ['source', ...conditions]
  return { resolve: { conditions: all }, ssr: { resolve: { conditions: all } } }
}

/** What takes long; begun last it would keep one core waiting for the other. */
const LONG = /\/e2e\/|\/tests\/crash\/|scenarios\.test|acceptance/
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

/** When something hangs; how long it takes that does not, is the machine's. What is polled for may take a slow browser seconds. */
const limits = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 10_000 } } }

export default defineConfig({
  test: {
    // one worker a core: on two cores the default is a single one
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        ...conditionsOf(defaultServerConditions),
        test: {
          ...limits,
          name: 'all',
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/*/src/**/*.test.ts',
            'apps/*/e2e/**/*.test.ts',
            'tests/**/*.test.ts',
          ],
          exclude: [COMPONENTS],
        },
      },
      {
        ...conditionsOf(defaultClientConditions),
        plugins: [svelte()],
        test: { ...limits, name: 'components', include: [COMPONENTS], environment: 'happy-dom' },
      },
    ],
  },
})
