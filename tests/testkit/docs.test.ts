/** docs/testing.md shows the tests that run here, word for word. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../../scripts/child.mjs'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')

it.each(['own-feed.test.ts', 'bot.test.ts', 'page.test.ts', 'svelte/price.svelte', 'svelte/price.test.ts'])(
  'shows %s',
  (name) => {
    const text = read(`tests/testkit/${name}`)
    expect(read('docs/testing.md')).toContain(`\`\`\`${name.endsWith('.svelte') ? 'svelte' : 'ts'}\n${text}\`\`\``)
    expect(text.split('\n').length - 1).toBeLessThan(40)
  },
)
