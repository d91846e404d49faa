/** How the page is built and served during development. */

import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defaultClientConditions, defineConfig } from 'vite'

const FEED_SERVER = 'http://127.0.0.1:4400'

const file = (path: string): string => `${import.meta.dirname}/${path}`

export default defineConfig({
  root: import.meta.dirname,
  // other origins load parts of it, too
  base: './',
  plugins: [svelte()],
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
