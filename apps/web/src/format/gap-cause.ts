/** Why data are missing, in the reader's language. */

import { m } from '../paraglide/messages.js'

/** Those that are known; a feed may have words of its own. */
const CAUSES: Readonly<Record<string, (() => string) | undefined>> = {
  'clock-jump': m.chart_gap_clock_jump,
  'venue-disconnect': m.chart_gap_venue_disconnect,
  'torn-tape': m.chart_gap_torn_tape,
}

export function formatGapCause(cause: string): string {
  return CAUSES[cause]?.() ?? cause.replaceAll('-', ' ')
}
