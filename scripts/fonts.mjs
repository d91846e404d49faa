// @ts-check
/** `npm run fonts`: makes the small fonts that the first price needs (apps/web/src/app/fonts) of those that npm brings. */

import './node-version.mjs'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
// @ts-expect-error: it brings no types
import subsetFont from 'subset-font'
import { orSay, root, say } from './child.mjs'

/** What is on the page of a market with English and German words; apps/web/src/app/fonts.css names the same. */
const ASCII = range(0x20, 0x7e)
const LATIN = ASCII + range(0xa0, 0xff) + '–—‘’‚“”„•…€−↑↓'
const WEIGHTS = { min: 400, max: 700, default: 400 }

const FONTS = [
  { name: 'inter', text: LATIN },
  { name: 'jetbrains-mono', text: `${ASCII}\u00a0°·×–—…€−↑↓` },
]

await orSay(async () => {
  for (const { name, text } of FONTS) {
    const source = join(root, `node_modules/@fontsource-variable/${name}/files/${name}-latin-wght-normal.woff2`)
    const small = await subsetFont(readFileSync(source), text, {
      targetFormat: 'woff2',
      variationAxes: { wght: WEIGHTS },
      // without the ligatures that letters would have in programs
      noLayoutClosure: true,
    })
    writeFileSync(join(root, `apps/web/src/app/fonts/${name}.woff2`), small)
    say(`${name}: ${small.length} bytes`)
  }
})

/** @param {number} first @param {number} last */
function range(first, last) {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)).join('')
}
