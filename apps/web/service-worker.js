// Keeps what the page is made of, so that it opens without a network; never anything of the market: what is not named here goes by.
// The build puts the names, and a version made of them, in place of the word.
const { version, files } = __SHELL__
const PREFIX = 'tapedeck-shell-'
const CACHE = PREFIX + version

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(files))
      .then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name.startsWith(PREFIX) && name !== CACHE))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url)
  if (event.request.method !== 'GET' || origin !== self.location.origin || !files.includes(pathname)) return
  // a query chooses a list or a recording; the page is the same
  const kept = () => caches.match(pathname, { cacheName: CACHE })
  event.respondWith(
    pathname.startsWith('/assets/')
      ? // its name is its content's
        kept().then((found) => found ?? fetch(event.request))
      : fetch(event.request).catch(async (thrown) => {
          const found = await kept()
          if (found === undefined) throw thrown
          return found
        }),
  )
})

// a phone's notification leads back to the page
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(
    self.clients
      .matchAll({ type: 'window', includeUncontrolled: true })
      .then(([page]) => (page === undefined ? self.clients.openWindow('/') : page.focus())),
  )
})
