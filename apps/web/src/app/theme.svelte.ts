/** The theme: dark, light, or as the system has it; remembered in this browser. public/theme-boot.js sets it before the first paint. */

export const THEME_CHOICES = ['system', 'dark', 'light'] as const
export type ThemeChoice = (typeof THEME_CHOICES)[number]
export type ShownTheme = 'dark' | 'light'

const KEY = 'tapedeck.theme'

export class Theme {
  choice: ThemeChoice = $state.raw('system')
  shown: ShownTheme = $state.raw('dark')
  readonly #systemIsLight = matchMedia('(prefers-color-scheme: light)')

  constructor() {
    this.choice = readChoice()
    this.#systemIsLight.addEventListener('change', () => this.#show())
    this.#show()
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice
    try {
      localStorage.setItem(KEY, choice)
    } catch {
      // storage is switched off: the choice lasts as long as the page
    }
    this.#show()
  }

  #show(): void {
    const isLight = this.choice === 'light' || (this.choice === 'system' && this.#systemIsLight.matches)
    const root = document.documentElement
    root.dataset['theme'] = isLight ? 'light' : 'dark'
    const ground = getComputedStyle(root).getPropertyValue('--ground').trim()
    document.querySelector('meta[name=theme-color]')?.setAttribute('content', ground)
    // last, so that whoever is told of it finds the new tokens in force
    this.shown = isLight ? 'light' : 'dark'
  }
}

function readChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(KEY)
    return THEME_CHOICES.find((choice) => choice === stored) ?? 'system'
  } catch {
    return 'system'
  }
}
