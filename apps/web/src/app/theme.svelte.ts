/** Puts in force what was chosen about the look, and follows the system where nothing was. public/theme-boot.js does the same before the first paint. */

import type { Choice, Settings } from '../settings/choices.ts'

/** The look that is shown: its tokens are in force. */
export interface Look {
  readonly theme: 'dark' | 'light'
  readonly palette: Choice<'palette'>
}

export class Theme {
  shown: Look = $state.raw({ theme: 'dark', palette: 'green-up' })
  #settings: Settings
  readonly #systemIsLight = matchMedia('(prefers-color-scheme: light)')
  readonly #systemIsStill = matchMedia('(prefers-reduced-motion: reduce)')

  constructor(settings: Settings) {
    this.#settings = settings
    for (const system of [this.#systemIsLight, this.#systemIsStill]) {
      system.addEventListener('change', () => this.show(this.#settings))
    }
    this.show(settings)
  }

  show(settings: Settings): void {
    this.#settings = settings
    const { palette, density, flash, motion } = settings
    const isLight = settings.theme === 'light' || (settings.theme === 'system' && this.#systemIsLight.matches)
    const theme = isLight ? 'light' : 'dark'
    const isStill = motion === 'reduced' || this.#systemIsStill.matches
    const root = document.documentElement
    Object.assign(root.dataset, { theme, palette, density, flash, motion: isStill ? 'reduced' : 'full' })
    const ground = getComputedStyle(root).getPropertyValue('--ground').trim()
    document.querySelector('meta[name=theme-color]')?.setAttribute('content', ground)
    // last, so that whoever is told of it finds the new tokens in force
    this.shown = { theme, palette }
  }
}
