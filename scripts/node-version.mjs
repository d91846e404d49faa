// @ts-check
/** Stops with a clear sentence on a Node that is too old; imported first, so it must run on any Node that knows modules. */

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const recentEnough = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22

if (!recentEnough) {
  process.stderr.write(
    `Tapedeck needs Node 20.19 or newer (of Node 22: 22.12 or newer), and this is ${process.version}. Get one at https://nodejs.org.\n`,
  )
  process.exit(1)
}
