// @ts-check
/** `npm run dev -- ...`: the feed server, and the page from its sources with hot reload in front of it. */

import './node-version.mjs'
import { join } from 'node:path'
import { orSay, root, say } from './child.mjs'
import { ensureBuilt, ensureInstalled } from './ensure.mjs'
import { feedServer } from './feed-server.mjs'

await orSay(async () => {
  await ensureInstalled()
  await ensureBuilt()
  const { parseCommandLine, startFeedServer, consoleLog } = await feedServer()
  const { createServer } = await import('vite')

  const server = await startFeedServer({ ...parseCommandLine(process.argv.slice(2)), log: consoleLog })
  const page = await createServer({
    root: join(root, 'apps/web'),
    server: { proxy: { '/socket.io': { target: server.url, ws: true }, '/api': { target: server.url } } },
  })
  const stop = async () => {
    await page.close()
    await server.close()
  }
  await page.listen().catch(async (thrown) => {
    await stop()
    throw thrown
  })
  say(`feed server  ${server.url} (start again to see changes of it)`)
  page.printUrls()
  process.once('SIGINT', () => void stop())
  process.once('SIGTERM', () => void stop())
})
