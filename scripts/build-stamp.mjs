// @ts-check
/** One hash over everything that a build reads, so that a build is repeated when something changed and only then. */

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './child.mjs'

const WORKSPACE_ROOTS = ['packages', 'apps']
const ROOT_FILES = ['package-lock.json', 'tsconfig.json', 'tsconfig.base.json']
const NOT_READ = new Set(['node_modules', 'dist', 'e2e', 'fixtures', 'bench', 'paraglide'])
const NOT_READ_ENDINGS = ['.test.ts', '.tsbuildinfo', '.md']

/** Folders of all workspaces that hold a package, relative to the root. */
export function workspaceFolders() {
  return WORKSPACE_ROOTS.flatMap((parent) =>
    readdirSync(join(root, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${parent}/${entry.name}`),
  )
}

/** The hash of what a build of the present sources reads: names and contents. */
export function sourcesStamp() {
  const hash = createHash('sha256')
  for (const file of [...ROOT_FILES, ...WORKSPACE_ROOTS.flatMap(filesBelow)]) {
    const content = readFileSync(join(root, file))
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (NOT_READ.has(entry.name) || entry.name.startsWith('.')) return []
      if (entry.isDirectory()) return filesBelow(path)
      return entry.isFile() && !NOT_READ_ENDINGS.some((ending) => entry.name.endsWith(ending)) ? [path] : []
    })
}
