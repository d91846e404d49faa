/** The panels that open over the page, and what the page knows of them before they have come. */

import { AlertsDoor } from '../alerts/alerts-door.svelte.ts'
import { Door } from './door.svelte.ts'

export interface Doors {
  readonly alerts: AlertsDoor
  readonly latency: Door
  readonly developer: Door
}

export function createDoors(): Doors {
  return { alerts: new AlertsDoor(), latency: new Door(), developer: new Door() }
}
