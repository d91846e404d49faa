/** docs/testing.md shows the tests that run here, word for word. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../../scripts/child.mjs'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')

it.each(['tests/testkit/own-feed.test.ts'])('shows %s', (path) => {
  expect(read('docs/testing.md')).toContain('```ts\n' + read(path) + '```')
})
