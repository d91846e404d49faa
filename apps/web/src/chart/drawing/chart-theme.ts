/** The chart's colours, read from the page's tokens: a canvas knows no custom properties. */

import type { Look } from '../../app/theme.svelte.ts'

export interface ChartTheme {
  readonly name: Look['theme']
  readonly ground: string
  readonly line: string
  readonly hover: string
  readonly ink: string
  readonly faintInk: string
  readonly label: string
  readonly up: string
  readonly down: string
  readonly upVolume: string
  readonly downVolume: string
  /** Of a line or an area of prices. */
  readonly series: string
  readonly gap: string
  /** Of indicators and of symbols to compare with, in their order. */
  readonly indicators: readonly string[]
}

/** The colours of the look that is shown; its tokens are in force on `root`. */
export function readChartTheme(theme: Look['theme'], root: Element = document.documentElement): ChartTheme {
  const style = getComputedStyle(root)
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  return {
    name: theme,
    ground: token('ground'),
    line: token('line'),
    hover: token('hover'),
    ink: token('ink-2'),
    faintInk: token('ink-3'),
    label: token('raised'),
    up: token('up'),
    down: token('down'),
    upVolume: token('up-volume'),
    downVolume: token('down-volume'),
    series: token('ink-2'),
    gap: token('stale'),
    indicators: ['series-1', 'series-2', 'series-3', 'series-4', 'series-5'].map(token),
  }
}
