/** What the README shows of the kit runs as it stands. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../../scripts/child.mjs'

it('the README’s example runs', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const [, code = ''] = /## Test without waiting[^]*?```ts\n([^]*?)```/.exec(readme) ?? []
  expect(code).toContain('replayFeed')
  const folder = await mkdtemp(join(root, 'tests', '.readme-'))
  try {
    const file = join(folder, 'example.ts')
    await writeFile(file, `${code}\nexport const status: unknown = feed.market.status('MSFT')\n`)
    const { status } = (await import(file)) as { readonly status: unknown }
    expect(status).toBe('halted')
  } finally {
    await rm(folder, { recursive: true })
  }
})
