/** Every rule that eslint.config.js keeps is shown here catching what it is there to catch. */

import { ESLint } from 'eslint'
import { beforeAll, describe, expect, it } from 'vitest'
import { root } from '../../scripts/child.mjs'

// rules that need types look at real files only; what is linted here is text under the name of one that might be
const UNTYPED = {
  name: 'text without a project',
  files: ['**/*.ts', '**/*.svelte'],
  languageOptions: { parserOptions: { projectService: false } },
}

let plain: ESLint
let typed: ESLint

beforeAll(async () => {
  const typescript = await import('typescript-eslint')
  plain = new ESLint({
    cwd: root,
    overrideConfig: [UNTYPED, { files: UNTYPED.files, ...typescript.configs.disableTypeChecked }, UNTYPED],
  })
  typed = new ESLint({ cwd: root })
})

/** What is said about a text that stands under a path: `rule: message`, without what belongs to the text being short. */
async function said(filePath: string, code: string): Promise<readonly string[]> {
  const [result] = await plain.lintText(`${code}\n`, { filePath })
  return (result?.messages ?? []).map(({ ruleId, message }) => `${ruleId ?? 'error'}: ${message}`)
}

const MARKET = 'packages/market/src/order-book.ts'
const SIMULATOR = 'packages/simulator/src/price-process.ts'
const DECK = 'packages/deck/src/player.ts'
const TAPE = 'packages/tape/src/source.ts'
const CLIENT = 'packages/client/src/connection.ts'
const SERVER = 'apps/feed-server/src/publisher.ts'
const PAGE = 'apps/web/src/chart/chart.ts'

describe('the rooms of the house', () => {
  it.each([
    ['the protocol cannot import the market', 'packages/protocol/src/events.ts', '@tapedeck/market'],
    ['the protocol cannot import zod outside its schemas', 'packages/protocol/src/events.ts', 'zod'],
    ['the market cannot import the deck', MARKET, '@tapedeck/deck'],
    ['the market cannot read files', MARKET, 'node:fs'],
    ['the market cannot read files by the older name', MARKET, 'fs'],
    ['the simulator cannot import the market', SIMULATOR, '@tapedeck/market'],
    ['the tape cannot import the market', TAPE, '@tapedeck/market'],
    ['the tape cannot read files where browsers read it too', TAPE, 'node:fs/promises'],
    ['the deck cannot import the simulator', DECK, '@tapedeck/simulator'],
    ['the deck cannot import tape files', DECK, '@tapedeck/tape/node'],
    ['the deck cannot open a socket', DECK, 'socket.io'],
    ['the client cannot import schemas', CLIENT, '@tapedeck/protocol/schemas'],
    ['the client cannot import a server', CLIENT, 'socket.io'],
    ['the server cannot import the client', SERVER, '@tapedeck/client'],
    ['the page cannot import the server', PAGE, '@tapedeck/feed-server'],
    ['the page cannot open a socket itself', PAGE, 'socket.io-client'],
  ])('%s', async (_name, path, module) => {
    for (const code of [
      `import { x } from '${module}'\nx()`,
      `export { x } from '${module}'`,
      `export const x = (): unknown => import('${module}')`,
    ]) {
      expect(await said(path, code)).toEqual([expect.stringContaining(`may not import ${module}`)])
    }
  })

  it.each([
    [MARKET, '@tapedeck/protocol'],
    ['packages/protocol/src/schemas.ts', 'zod'],
    ['packages/tape/src/node.ts', 'node:fs'],
    [CLIENT, 'socket.io-client'],
    [SERVER, '@tapedeck/tape/node'],
    [SERVER, 'node:path'],
    [PAGE, '@tapedeck/client'],
    ['packages/market/src/order-book.test.ts', '@tapedeck/simulator'],
  ])('%s may import %s', async (path, module) => {
    expect(await said(path, `import { x } from '${module}'\nx()`)).toEqual([])
  })

  it.each([
    [DECK, '@tapedeck/market/src/order-book.ts'],
    [DECK, '../../market/src/order-book.ts'],
    ['packages/deck/src/clock/wall-clock.ts', '../../../market/dist/index.js'],
    ['tests/conformance/faces.test.ts', '../../packages/market/src/order-book.ts'],
    ['packages/deck/src/player.test.ts', '../../market/src/order-book.ts'],
  ])('%s cannot reach %s past its index', async (path, module) => {
    expect(await said(path, `import { x } from '${module}'\nx()`)).toEqual([
      expect.stringContaining('reaches inside another package'),
    ])
  })
})

describe('the clock', () => {
  const READS = ['Date.now()', 'new Date()', 'performance.now()', 'globalThis.performance.now()']
  const TIMERS = [
    'setTimeout(f, 1)',
    'setInterval(f, 1)',
    'setImmediate(f)',
    'queueMicrotask(f)',
    'requestAnimationFrame(f)',
    'globalThis.setTimeout(f, 1)',
  ]
  const code = (expression: string) => `export const f = (): unknown => ${expression}`

  it.each([MARKET, TAPE, DECK, CLIENT, SERVER, PAGE])('%s neither reads the time nor sets a timer', async (path) => {
    for (const expression of [...READS, ...TIMERS]) {
      expect(await said(path, code(expression)), expression).toEqual([
        expect.stringMatching(/^no-restricted.*Time is an input/),
      ])
    }
  })

  it.each([DECK, SERVER, 'packages/deck/src/player.test.ts'])(
    '%s gets no timer from a module of Node either',
    async (path) => {
      const lines = await said(
        path,
        `import { setTimeout } from 'node:timers/promises'\nexport const f = (): unknown => setTimeout(1)`,
      )
      expect(lines).toContainEqual(expect.stringMatching(/^no-restricted-imports/))
    },
  )

  it.each([
    'packages/deck/src/clock/host.ts',
    'apps/feed-server/src/transport-timers.ts',
    'apps/web/src/feed/frame-loop.ts',
  ])('%s is a clock module and may', async (path) => {
    for (const expression of ['Date.now()', 'setTimeout(f, 1)']) expect(await said(path, code(expression))).toEqual([])
  })

  it('a test does not sleep', async () => {
    for (const expression of TIMERS) {
      expect(await said('packages/deck/src/player.test.ts', code(expression)), expression).toHaveLength(1)
    }
  })

  it('the page writes a given time as text', async () => {
    expect(await said(PAGE, 'export const text = (ms: number): string => new Date(ms).toISOString()')).toEqual([])
  })
})

describe('exact arithmetic', () => {
  const code = (expression: string) => `export const f = (x: number): unknown => [x, ${expression}]`

  it.each(['Math.exp(x)', 'Math.log(x)', 'Math.pow(x, 2)', 'Math.random()', 'Math["exp"](x)', 'x ** 2'])(
    'simulator and market cannot use %s',
    async (expression) => {
      for (const path of [SIMULATOR, MARKET]) expect(await said(path, code(expression))).not.toEqual([])
    },
  )

  it.each(['x.toFixed(2)', 'x.toLocaleString()', '"a".localeCompare("b")', 'Intl', 'Date', 'new Date(x)'])(
    'the simulator cannot use %s',
    async (expression) => {
      expect(await said(SIMULATOR, code(expression))).toHaveLength(1)
    },
  )

  it('the simulator cannot take functions out of Math', async () => {
    expect(await said(SIMULATOR, 'const { exp } = Math\nexport const y: number = exp(1)')).toHaveLength(1)
  })

  it('the simulator uses what every engine computes alike', async () => {
    expect(await said(SIMULATOR, code('Math.imul(x, 3) + Math.floor(Math.sqrt(x)) + Math.clz32(x)'))).toEqual([])
  })
})

describe('the shape of a file', () => {
  it.each([
    ['a default export', 'export default 1'],
    ['`export *`', `export * from './order-book.ts'`],
    ['an enum', 'export enum Side { Buy, Sell }'],
    ['`any`', 'export type X = any'],
    ['a non-null assertion', 'export const first = (xs: readonly number[]): number => xs[0]!'],
    ['a type by `import()`', `export type X = import('./x.ts').X`],
    ['a type imported as a value', `import { X } from './x.ts'\nexport type Y = X`],
  ])('%s is refused', async (_name, code) => {
    expect(await said(MARKET, code)).toHaveLength(1)
  })

  it('300 lines are the most', async () => {
    const lines = (count: number) =>
      Array.from({ length: count }, (_, index) => `export const x${index} = ${index}`).join('\n')
    expect(await said(MARKET, lines(300))).toEqual([])
    expect(await said(MARKET, lines(301))).toEqual([expect.stringMatching(/^max-lines/)])
  })

  it('the page never writes HTML from text', async () => {
    const lines = await said(
      'apps/web/src/chart/chart.svelte',
      '<script lang="ts">\n  const text = "<b>x</b>"\n</script>\n\n{@html text}',
    )
    expect(lines).toEqual([expect.stringMatching(/^svelte\/no-at-html-tags/)])
  })

  it('components keep the rules of the rooms', async () => {
    const code = `<script lang="ts">\n  import { x } from 'socket.io-client'\n</script>\n\n{x}`
    expect(await said('apps/web/src/chart/chart.svelte', code)).toEqual([expect.stringMatching(/^tapedeck\/rooms/)])
  })
})

describe('rules that need types', () => {
  it('a switch over a union names every kind', async () => {
    const code = `export function f(side: 'buy' | 'sell'): number {\n  switch (side) {\n    case 'buy':\n      return 1\n  }\n  return 0\n}\n`
    const [result] = await typed.lintText(code, { filePath: 'packages/protocol/src/channels.ts' })
    expect(result?.messages.map(({ ruleId }) => ruleId)).toEqual(['@typescript-eslint/switch-exhaustiveness-check'])
  })
})
