// @ts-check
/** The lint rule behind docs/architecture.md's table of rooms: what each package may import, and by which door. */

import { isBuiltin } from 'node:module'
import { relative, sep } from 'node:path'
import { root } from '../child.mjs'

/**
 * A package: what it may import of the guarded modules, and more for some of its files.
 * @typedef {{ readonly may: readonly string[], readonly inside?: { readonly files: RegExp, readonly may: readonly string[] } }} Room
 */

/** Every package, in the order of the house: each may import only what stands above it. */
const ROOMS = /** @type {Readonly<Record<string, Room>>} */ ({
  'packages/protocol': { may: [], inside: { files: /^src\/schemas/, may: ['zod'] } },
  'packages/market': { may: ['@tapedeck/protocol'] },
  'packages/simulator': { may: ['@tapedeck/protocol', '@tapedeck/protocol/schemas', 'zod'] },
  'packages/study': { may: ['@tapedeck/protocol', '@tapedeck/simulator'] },
  'packages/tape': {
    may: ['@tapedeck/protocol'],
    inside: { files: /^src\/(node\.ts$|file\/|(.*\/)?node[-/])/, may: ['node:*'] },
  },
  'packages/deck': { may: ['@tapedeck/protocol', '@tapedeck/market', '@tapedeck/tape'] },
  'packages/client': { may: ['@tapedeck/protocol', 'socket.io-client', 'socket.io-parser'] },
  'apps/feed-server': {
    // `tapedeck watch` is a client like any other
    inside: { files: /^src\/cli\//, may: ['@tapedeck/client'] },
    may: [
      '@tapedeck/protocol',
      '@tapedeck/protocol/schemas',
      '@tapedeck/market',
      '@tapedeck/simulator',
      '@tapedeck/tape',
      '@tapedeck/tape/node',
      '@tapedeck/deck',
      'socket.io',
      'engine.io',
      'zod',
      'node:*',
    ],
  },
  'packages/testkit': {
    may: [
      '@tapedeck/protocol',
      '@tapedeck/market',
      '@tapedeck/simulator',
      '@tapedeck/tape',
      '@tapedeck/tape/node',
      '@tapedeck/deck',
      '@tapedeck/client',
      '@tapedeck/feed-server',
      'socket.io',
      'socket.io-client',
      'zod',
      'node:*',
    ],
  },
  'apps/web': { may: ['@tapedeck/client', '@tapedeck/protocol'] },
})

/** Modules that need a place in `may`; besides them every `@tapedeck/*` and everything of Node. Others are free. */
const GUARDED = new Set(['socket.io', 'socket.io-client', 'engine.io', 'engine.io-client', 'zod'])

/** Tests and their fixtures look at their package with other packages' help. */
const TEST = /\.(test|fixture)\.ts$|\/fixtures\//

/** A path or a name that ends in another package's inside. */
const INSIDE = /(^|\/)(packages|apps)\/[\w-]+\/|^(\.\.\/)+[\w-]+\/(src|dist)\/|^@tapedeck\/[\w-]+\/(src|dist)(\/|$)/

/** @type {import('eslint').Rule.RuleModule} */
export const roomsRule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      inside: `"{{name}}" reaches inside another package: import what its index.ts names`,
      room: `{{room}} may not import {{name}} (it may: {{may}})`,
    },
  },
  create(context) {
    const file = relative(root, context.filename).split(sep).join('/')
    const room = Object.keys(ROOMS).find((folder) => file.startsWith(`${folder}/src/`))
    const allowed = room === undefined || TEST.test(file) ? undefined : allowedIn(room, file)

    /** @param {any} node `import ... from`, `export ... from` or `import()`; types by `import()` are refused elsewhere */
    function check({ source }) {
      const name = source?.value
      if (typeof name !== 'string') return
      if (INSIDE.test(name)) context.report({ node: source, messageId: 'inside', data: { name } })
      else if (room !== undefined && allowed !== undefined && isGuarded(name) && !isAllowed(name, allowed)) {
        const may = allowed.length === 0 ? 'nothing of Node, of other packages or of sockets' : allowed.join(', ')
        context.report({ node: source, messageId: 'room', data: { room, name, may } })
      }
    }

    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    }
  },
}

/** @param {string} room @param {string} file */
function allowedIn(room, file) {
  const { may, inside } = ROOMS[room] ?? { may: [] }
  return inside?.files.test(file.slice(room.length + 1)) ? [...may, ...inside.may] : may
}

/** @param {string} name */
function isGuarded(name) {
  return isBuiltin(name) || name.startsWith('@tapedeck/') || GUARDED.has(name)
}

/** @param {string} name @param {readonly string[]} allowed */
function isAllowed(name, allowed) {
  return allowed.includes(name) || (isBuiltin(name) && allowed.includes('node:*'))
}
