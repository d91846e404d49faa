/** Asks the server for its catalogue of scenarios. */

import type { ScenarioInfo } from '@tapedeck/protocol'

/** Rejects where the server cannot be asked, or has none. */
export async function fetchScenarios(): Promise<readonly ScenarioInfo[]> {
  const answer = await fetch('/api/scenarios')
  if (!answer.ok) throw new Error(`the catalogue was answered with status ${answer.status}`)
  const { scenarios } = (await answer.json()) as { readonly scenarios: readonly ScenarioInfo[] }
  return scenarios
}
