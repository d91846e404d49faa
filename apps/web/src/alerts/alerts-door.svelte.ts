/** What the page knows of alerts before their part of it has come: whether the panel is open, and how many are on. */

import type { Alerts } from './alerts.svelte.ts'

export class AlertsDoor {
  isOpen = $state.raw(false)
  /** Undefined until the first price has been drawn. */
  alerts: Alerts | undefined = $state.raw()

  toggle(): void {
    this.isOpen = !this.isOpen
  }

  close(): void {
    this.isOpen = false
  }
}
