/** What a browser loads with a package's `index.ts`: the whole graph of imports, which a rule for single files cannot see. */

import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../../scripts/child.mjs'

const IMPORTS = /^(?:import|export)\s+(?!type\b)(?:[\w\s*{},]+\sfrom\s+)?'([^']+)'/gm

/** Modules outside the package that loading a file loads, each with the file that asks for it. */
function outsideOf(file: string, seen: Set<string> = new Set()): readonly (readonly [module: string, file: string])[] {
  if (seen.has(file)) return []
  seen.add(file)
  return [...readFileSync(file, 'utf8').matchAll(IMPORTS)].flatMap(([, name = '']) =>
    name.startsWith('.') ? outsideOf(join(dirname(file), name), seen) : [[name, relative(root, file)] as const],
  )
}

const entry = (name: string): string => join(root, 'packages', name, 'src/index.ts')

describe('what a page can load', () => {
  it.each(['protocol', 'market', 'simulator', 'tape', 'deck', 'client'])('%s loads nothing of Node', (name) => {
    expect(outsideOf(entry(name)).filter(([module]) => isBuiltin(module) || module.endsWith('/node'))).toEqual([])
  })

  it('the protocol loads no schemas', () => {
    expect(outsideOf(entry('protocol'))).toEqual([])
  })

  it('a graph is followed to its end', () => {
    const loaded = outsideOf(join(root, 'packages/tape/src/node.ts')).map(([module]) => module)
    expect(loaded).toEqual(expect.arrayContaining(['node:crypto', '@tapedeck/protocol']))
  })
})
