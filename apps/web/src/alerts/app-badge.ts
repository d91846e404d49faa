/** The number on the icon of the installed page: alerts that have fired and that nobody has looked at yet. */

/** Shows it; 0 takes it away. */
export function showBadge(count: number): void {
  if (!('setAppBadge' in navigator)) return
  const shown = count === 0 ? navigator.clearAppBadge() : navigator.setAppBadge(count)
  // not installed, or not on this system: there is no icon
  shown.catch(() => undefined)
}
