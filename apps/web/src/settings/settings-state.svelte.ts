/** The settings of the page, kept in this browser. */

import { readStored, store } from '../app/stored.ts'
import { parseSettings, type Settings } from './choices.ts'

/** public/theme-boot.js reads the same. */
const SETTINGS = 'settings'

export class SettingsState {
  current: Settings = $state.raw(parseSettings(readStored(SETTINGS), navigator.language))

  change(changes: Partial<Settings>): void {
    this.current = { ...this.current, ...changes }
    store(SETTINGS, this.current)
  }
}
