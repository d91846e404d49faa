/** Words and numbers as the page around the elements has them: by its `lang`, else by the reader's browser. */

import { startNumbers } from '../format/decimal.ts'
import { bestLanguage, regionOf } from '../language/language.ts'
import { overwriteGetLocale } from '../paraglide/runtime.js'

export function speakAsThePage(): void {
  const own = document.documentElement.lang
  const liked = own === '' ? navigator.languages : [own]
  const language = bestLanguage(undefined, liked)
  overwriteGetLocale(() => language)
  try {
    startNumbers(regionOf(language, liked))
  } catch {
    // the page calls its language what no browser knows
    startNumbers(language)
  }
}
