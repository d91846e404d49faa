// @ts-check
/** The built feed server, for scripts that start one inside their own process. */

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './child.mjs'

/** A file of the server's build. @param {string} file */
export function serverFile(file) {
  return pathToFileURL(join(root, 'apps/feed-server/dist', file)).href
}

/**
 * What scripts use of it.
 * @returns {Promise<{
 *   parseCommandLine: (args: readonly string[]) => object,
 *   startFeedServer: (options: object) => Promise<{ readonly url: string, advance(by: string): Promise<unknown>, close(): Promise<unknown> }>,
 *   consoleLog: object,
 * }>}
 */
export async function feedServer() {
  const { parseCommandLine } = await import(serverFile('command-line.js'))
  const { startFeedServer, consoleLog } = await import(serverFile('index.js'))
  return { parseCommandLine, startFeedServer, consoleLog }
}
