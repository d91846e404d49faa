// @ts-check
/** Makes a checkout ready to run: installs what is missing and builds what is older than its sources. Quick when nothing is. */

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sourcesStamp, workspaceFolders } from './build-stamp.mjs'
import { npm, root, run, say, secondsSince, tool } from './child.mjs'

const LOCK_FILE = join(root, 'package-lock.json')
const INSTALL_STAMP = join(root, 'node_modules/.tapedeck-install')
/** Written by npm at the end of every installation. */
const NPM_STAMP = join(root, 'node_modules/.package-lock.json')
const BUILD_STAMP = join(root, '.cache/build.json')

/** Installs the dependencies of the lock file unless they are there already. Throws when npm fails. */
export async function ensureInstalled() {
  const wanted = createHash('sha256').update(readFileSync(LOCK_FILE)).digest('hex')
  const installed = readIfThere(INSTALL_STAMP)
  if (installed === wanted) return
  if (installed === undefined && installedByHand()) return writeFileSync(INSTALL_STAMP, wanted)

  const reason = existsSync(NPM_STAMP) ? 'package-lock.json has changed' : 'the dependencies are not installed yet'
  say(`${reason}: running npm ci`)
  // without --include=dev the build tools would be left out where NODE_ENV is "production"
  const { code } = await run(npm('ci', '--include=dev', '--no-audit', '--no-fund'), { show: true })
  if (code !== 0) throw new Error(`npm ci ended with ${code ?? 'an error'}; its own words are above`)
  writeFileSync(INSTALL_STAMP, wanted)
}

/** Builds the packages, the server and the page unless that was done for these sources. Throws when a compiler fails. */
export async function ensureBuilt() {
  const stamp = JSON.stringify({ sources: sourcesStamp() })
  if (missingOutputs().length === 0 && readIfThere(BUILD_STAMP) === stamp) return

  const start = performance.now()
  // a build that fails leaves some new files among the old: neither sources' stamp holds then
  rmSync(BUILD_STAMP, { force: true })
  await ensureMessages()
  const outcomes = await Promise.all([run(compileCommand()), run(pageCommand())])
  const failed = outcomes.filter((outcome) => outcome.code !== 0)
  if (failed.length > 0) throw new Error(`the build failed:\n${failed.map(({ output }) => output).join('\n')}`)
  mkdirSync(dirname(BUILD_STAMP), { recursive: true })
  writeFileSync(BUILD_STAMP, stamp)
  say(`built in ${secondsSince(start)}`)
}

/** Compiles the page's texts into functions, which its types need as much as its bundle. Throws when one cannot be read. */
export async function ensureMessages() {
  const folder = 'apps/web'
  const { code, output } = await run(
    tool(
      'paraglide',
      ...['compile', '--silent', '--project', `${folder}/project.inlang`, '--outdir', `${folder}/src/paraglide`],
      ...['--emit-ts-declarations', '--no-emit-readme', '--strategy', 'globalVariable', 'baseLocale'],
    ),
  )
  if (code !== 0) throw new Error(`the texts of ${folder}/messages could not be compiled:\n${output}`)
}

/** Type checks and compiles every package and the server. */
export function compileCommand() {
  // the compiler trusts its own notes, even where the files that they speak of have been deleted
  return tool('tsc', '--build', ...(missingOutputs().some((path) => path !== PAGE) ? ['--force'] : []))
}

/** Bundles the page. */
export function pageCommand() {
  return tool('vite', 'build', 'apps/web', '--logLevel', 'warn')
}

const PAGE = 'apps/web/dist/index.html'

function missingOutputs() {
  const outputs = workspaceFolders().map((folder) => (folder === 'apps/web' ? PAGE : `${folder}/dist/index.js`))
  return outputs.filter((path) => !existsSync(join(root, path)))
}

/** Whether npm installed the lock file as it is now, before this script was ever run. */
function installedByHand() {
  return (
    existsSync(NPM_STAMP) &&
    existsSync(join(root, 'node_modules/typescript')) &&
    statSync(NPM_STAMP).mtimeMs >= statSync(LOCK_FILE).mtimeMs
  )
}

/** @param {string} path */
function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
