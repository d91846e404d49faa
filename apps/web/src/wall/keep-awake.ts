/** Keeps the screen from going dark, where the browser lets a page do that: not on pages without a secure connection. */

/** Returns what lets it. */
export function keepAwake(): () => void {
  if (!('wakeLock' in navigator)) return () => undefined
  let lock: WakeLockSentinel | undefined
  let isOver = false
  const ask = (): void => {
    // a page that is hidden has lost it, and asks again when it is seen
    if (document.hidden) return
    navigator.wakeLock.request('screen').then(
      (given) => {
        if (isOver) void given.release()
        else lock = given
      },
      () => undefined,
    )
  }
  ask()
  document.addEventListener('visibilitychange', ask)
  return () => {
    isOver = true
    document.removeEventListener('visibilitychange', ask)
    void lock?.release()
  }
}
