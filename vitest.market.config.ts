/** `npm run test:market`: the whole acceptance run of the simulated market, some minutes on two cores. */

import { defineConfig, mergeConfig } from 'vitest/config'
import base from './vitest.config.ts'

export default mergeConfig(
  { ...base, test: { ...base.test, include: [] } },
  defineConfig({ test: { include: ['packages/study/src/**/*.market.ts'], testTimeout: 300_000 } }),
)
