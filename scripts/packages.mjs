// @ts-check
/**
 * `npm run test:packages`: packs all packages, installs them into an empty project outside of the workspace, has publint and Are the Types Wrong look at
 * those that people install, and runs the README's example and the bot of docs/testing.md there.
 */

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { orSay, root, say } from './child.mjs'
import { ensureBuilt, ensureInstalled } from './ensure.mjs'

const PACKED = [
  ...['protocol', 'market', 'simulator', 'tape', 'deck', 'client', 'testkit'].map((name) => `packages/${name}`),
  'apps/feed-server',
]
/** What people install by its name. */
const PUBLIC = ['client', 'testkit']
const TOOLS = ['publint', '@arethetypeswrong/cli', 'vitest']

await orSay(async () => {
  await ensureInstalled()
  await ensureBuilt()
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-packages-'))
  /** @param {string} command @param {readonly string[]} args @param {string} [cwd] */
  const run = (command, args, cwd = folder) =>
    execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    /** @type {Record<string, string>} */
    const tarballs = {}
    for (const path of PACKED) {
      const [{ name, filename }] = JSON.parse(
        run('npm', ['pack', '--json', '--pack-destination', folder], join(root, path)),
      )
      tarballs[name] = `file:${filename}`
    }
    const project = { name: 'empty', private: true, type: 'module', dependencies: tarballs, overrides: tarballs }
    writeFileSync(join(folder, 'package.json'), JSON.stringify(project))
    run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...TOOLS])
    say(`installed ${PACKED.length} packages into an empty project`)

    for (const name of PUBLIC) {
      const tarball = join(folder, (tarballs[`@tapedeck/${name}`] ?? '').replace('file:', ''))
      run('npx', ['publint', tarball, '--strict'])
      run('npx', ['attw', tarball, '--profile', 'esm-only'])
      say(`publint and attw find nothing wrong with @tapedeck/${name}`)
    }

    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    const [, example = ''] = /## Test without waiting[^]*?```ts\n([^]*?)```/.exec(readme) ?? []
    mkdirSync(join(folder, 'tests'))
    const wrapped = `import { expect, it } from 'vitest'
${example.replace(/^(import .*\n)+/m, '$&it("runs", async () => {\n')}
expect(feed.market.status('MSFT')).toBe('halted')
}, 60_000)
`
    writeFileSync(join(folder, 'tests/readme.test.ts'), wrapped)
    cpSync(join(root, 'tests/testkit/bot.test.ts'), join(folder, 'tests/bot.test.ts'))
    say(run('npx', ['vitest', 'run']).trim().split('\n').slice(-5).join('\n'))
  } finally {
    rmSync(folder, { recursive: true })
  }
})
