// @ts-check
/** `npm run icons`: draws the icons of the installed page (apps/web/public/icons) from its favicon, in a Chromium. */

import './node-version.mjs'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBrowser } from './browser.mjs'
import { orSay, root, say } from './child.mjs'

const FOLDER = join(root, 'apps/web/public/icons')
const GROUND = '#0e1012'
/** `share` of the side that the drawing takes: a mask may cut off what is outside of 80 % in the middle. */
const ICONS = [
  { name: '192', side: 192, share: 1 },
  { name: '512', side: 512, share: 1 },
  { name: 'maskable', side: 512, share: 0.72, ground: GROUND },
]

await orSay(async () => {
  const { chromium } = await import('playwright-core')
  mkdirSync(FOLDER, { recursive: true })
  const drawing = readFileSync(join(root, 'apps/web/public/favicon.svg'), 'utf8')
  const browser = await chromium.launch({ executablePath: await ensureBrowser() })
  try {
    for (const { name, side, share, ground = 'transparent' } of ICONS) {
      const page = await browser.newPage({ viewport: { width: side, height: side } })
      const pixels = Math.round(side * share)
      await page.setContent(
        `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${ground}">` +
          drawing.replace('<svg', `<svg width="${pixels}" height="${pixels}"`),
      )
      await page.screenshot({ path: join(FOLDER, `${name}.png`), omitBackground: true })
      await page.close()
      say(`${name}.png`)
    }
  } finally {
    await browser.close()
  }
})
