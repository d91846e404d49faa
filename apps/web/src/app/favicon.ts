/** The mark of the page in the browser's tabs, where a recording shall not be taken for the market either, nor old prices for new ones. */

import type { Mode } from '../feed/connection-face.ts'

/** As public/favicon.svg, which is that of live. The colours are those of app/tokens.css. */
const COLOURS = { live: '#f0a830', replay: '#8ba5ff', old: '#8a9099' } as const

/** Of live two reels; of a replay what plays it; struck through, where what is shown may no longer be so. */
export function faviconOf(mode: Mode, isOld: boolean): string {
  const colour = COLOURS[isOld ? 'old' : mode]
  const inside =
    mode === 'live'
      ? '<circle cx="11" cy="16" r="3"/><circle cx="21" cy="16" r="3"/>'
      : `<path d="M13 12l7 4-7 4z" fill="${colour}"/>`
  const strike = isOld ? '<path d="M5 28 27 4" stroke-width="3"/>' : ''
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0e1012"/><g fill="none" stroke="${colour}" stroke-width="2"><rect x="3.5" y="9" width="25" height="14" rx="4.5"/>${inside}${strike}</g></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
