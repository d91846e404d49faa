// @ts-check
/**
 * `npm run test:packages`: packs all packages, installs them into an empty project outside of the workspace, has publint and Are the Types Wrong look at
 * those that people install, and runs the kit there in Vitest, in Jest and in Playwright's own runner: the README's example, the bot of docs/testing.md, and tests/packages.
 */

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBrowser } from './browser.mjs'
import { orSay, root, say } from './child.mjs'
import { ensureBuilt, ensureInstalled } from './ensure.mjs'

const PACKED = [
  ...['protocol', 'market', 'simulator', 'tape', 'deck', 'client', 'testkit'].map((name) => `packages/${name}`),
  'apps/feed-server',
]
/** What people install by its name. */
const PUBLIC = ['client', 'testkit']
const TOOLS = ['publint', '@arethetypeswrong/cli', 'typescript', '@types/node', '@types/jest']
const RUNNERS = ['vitest', 'jest', '@playwright/test', 'socket.io-client']

await orSay(async () => {
  await ensureInstalled()
  await ensureBuilt()
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-packages-'))
  // Jest loads modules of ECMAScript only so
  const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --no-warnings' }
  /** @param {string} command @param {readonly string[]} args @param {string} [cwd] */
  const run = (command, args, cwd = folder) => {
    try {
      return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
    } catch (thrown) {
      // what a tool complains of it says on its standard output
      say(/** @type {{ stdout?: string }} */ (thrown).stdout ?? '')
      throw thrown
    }
  }
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
    run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...TOOLS, ...RUNNERS])
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
    cpSync(join(root, 'tests/packages'), join(folder, 'tests'), { recursive: true })
    cpSync(join(folder, 'tests/page'), join(folder, 'page'), { recursive: true })
    cpSync(join(folder, 'node_modules/socket.io-client/dist/socket.io.min.js'), join(folder, 'page/socket.io.js'))
    for (const [name, text] of Object.entries(await settings())) writeFileSync(join(folder, name), text)
    run('npx', ['tsc'])
    say('the types of what runs there hold')
    say(lastLines(run('npx', ['vitest', 'run'])))
    run('npx', ['jest'])
    say('Jest: passed')
    say(lastLines(run('npx', ['playwright', 'test'])))
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/** The settings of the project's tools, by their files. */
async function settings() {
  const types = { strict: true, noEmit: true, allowJs: true, checkJs: true, skipLibCheck: true }
  const compilerOptions = {
    ...types,
    module: 'nodenext',
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable', 'dom'],
    types: ['node', 'jest'],
  }
  const browser = JSON.stringify({ executablePath: await ensureBrowser() })
  return {
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['tests'], exclude: ['tests/page'] }),
    'vitest.config.js': 'export default { test: { testTimeout: 60_000 } }',
    'jest.config.js': `export default { testMatch: ['**/*.jest.mjs'], transform: {}, testTimeout: 60_000 }`,
    'playwright.config.js': `export default { testMatch: '**/*.play.ts', use: { launchOptions: ${browser} } }`,
  }
}

/** @param {string} output */
function lastLines(output) {
  return output.trim().split('\n').slice(-5).join('\n')
}
