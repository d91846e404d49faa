// @ts-check
/** Runs a command of the feed server in this process, so that Ctrl+C reaches it directly. */

import { orSay } from './child.mjs'
import { ensureBuilt, ensureInstalled } from './ensure.mjs'
import { serverFile } from './feed-server.mjs'

/**
 * Makes the checkout ready, then calls `main(args)` of a compiled file of the feed server.
 * @param {string} file
 * @param {readonly string[]} args
 */
export async function launch(file, args) {
  await orSay(async () => {
    await ensureInstalled()
    await ensureBuilt()
    const { main } = await import(serverFile(file))
    process.exitCode = (await main(args)) ?? 0
  })
}
