/** How the page is built and served during development. */

import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defaultClientConditions, defineConfig } from 'vite'

const FEED_SERVER = 'http://127.0.0.1:4400'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [svelte()],
  // packages of the workspace come from their sources
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: { target: 'es2022', outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0 },
  server: { proxy: { '/socket.io': { target: FEED_SERVER, ws: true }, '/api': FEED_SERVER } },
})
