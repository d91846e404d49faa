/** The settings of all charts of the page, kept in this browser. */

import { parseSettings, type ChartSettings } from './settings.ts'

const KEY = 'tapedeck:chart'

export class SettingsStore {
  current: ChartSettings = $state.raw(parseSettings(readStored()))

  change(changes: Partial<ChartSettings>): void {
    this.current = { ...this.current, ...changes }
    try {
      localStorage.setItem(KEY, JSON.stringify(this.current))
    } catch {
      // storage is switched off: the choice lasts as long as the page
    }
  }
}

function readStored(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}
