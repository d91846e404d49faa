/** How the page is built and served during development. */

import { svelte } from '@sveltejs/vite-plugin-svelte'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultClientConditions, defineConfig, type Plugin } from 'vite'

/** What the page itself does not need: fonts for letters that it has not, and what other pages are given. */
const OTHER = /-wght-normal-|^embed\.|demo-/

const FEED_SERVER = 'http://127.0.0.1:4400'

const file = (path: string): string => `${import.meta.dirname}/${path}`

export default defineConfig({
  root: import.meta.dirname,
  // other origins load parts of it, too
  base: './',
  plugins: [svelte(), serviceWorker()],
  // packages of the workspace come from their sources
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { page: file('index.html'), demo: file('embed.html'), embed: file('src/embed/embed.ts') },
      // other pages name it
      output: { entryFileNames: ({ name }) => (name === 'embed' ? 'embed.js' : 'assets/[name]-[hash].js') },
    },
  },
  server: { proxy: { '/socket.io': { target: FEED_SERVER, ws: true }, '/api': FEED_SERVER } },
})

/** Makes the service worker: it knows by name what the page is made of. */
function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    generateBundle(_, bundle) {
      const folder = join(import.meta.dirname, 'public')
      const still = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isFile())
      const names = [...Object.keys(bundle).filter((name) => !OTHER.test(name)), ...still.map(({ name }) => name)]
      const files = ['/', ...names.filter((name) => name !== 'index.html').map((name) => `/${name}`)]
      const contents = [...files, ...still.map(({ name }) => readFileSync(join(folder, name), 'utf8'))]
      const version = createHash('sha256').update(contents.join('\n')).digest('hex').slice(0, 12)
      const source = readFileSync(join(import.meta.dirname, 'service-worker.js'), 'utf8')
      this.emitFile({
        type: 'asset',
        fileName: 'service-worker.js',
        source: source.replace('__SHELL__', () => JSON.stringify({ version, files })),
      })
    },
  }
}
