/** Has the browser keep what the page is made of, once it shows something: apps/web/service-worker.js does it. */

export function keepShell(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  // a browser that may keep nothing shows the page all the same
  navigator.serviceWorker.register('/service-worker.js').catch(() => undefined)
}
