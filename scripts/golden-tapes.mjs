// @ts-check
/** `node scripts/golden-tapes.mjs`: makes the golden tapes of the test kit. A test makes them too, and compares. */

import './node-version.mjs'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { orSay, root, say } from './child.mjs'
import { ensureBuilt, ensureInstalled } from './ensure.mjs'

await orSay(async () => {
  await ensureInstalled()
  await ensureBuilt()
  const { TAPES } = await import('./golden-tapes/tapes.mjs')
  const folder = join(root, 'packages/testkit/tapes')
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(TAPES)) {
    const made = text()
    writeFileSync(join(folder, `${name}.tape.jsonl`), made)
    say(`${name}: ${(made.length / 1_000).toFixed(1)} kB`)
  }
})
