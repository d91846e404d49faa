/** For Jest, and every runner with its global `expect`: importing it adds the matchers. */

import { matchers } from './matchers/matchers.ts'
import type { TapedeckMatchers } from './matchers/matcher-types.ts'

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- Jest's types stand in one
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- it is extended, and adds nothing itself
    interface Matchers<R> extends TapedeckMatchers<R> {}
  }
}

interface Expect {
  extend(added: typeof matchers): void
}

const { expect } = globalThis as { readonly expect?: Expect }
if (expect === undefined)
  throw new Error('there is no global expect: import this file from a test, or set `injectGlobals`')
expect.extend(matchers)
