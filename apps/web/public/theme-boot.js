// Sets the look before the first paint; src/app/theme.svelte.ts takes over from here, by the same key and the same choices.
;(() => {
  let stored = null
  try {
    stored = JSON.parse(localStorage.getItem('tapedeck:settings') ?? '{}')
  } catch {
    // storage is switched off, or spoilt: follow the system
  }
  const chosen = (name, choices, first = choices[0]) => choices.find((choice) => choice === stored?.[name]) ?? first
  const redRises = /^(zh|ja|ko)\b/i.test(navigator.language)
  const theme = chosen('theme', ['system', 'dark', 'light'])
  const light = theme === 'light' || (theme === 'system' && matchMedia('(prefers-color-scheme: light)').matches)
  const still = stored?.motion === 'reduced' || matchMedia('(prefers-reduced-motion: reduce)').matches
  Object.assign(document.documentElement.dataset, {
    theme: light ? 'light' : 'dark',
    palette: chosen('palette', ['green-up', 'red-up', 'blue-orange', 'mono'], redRises ? 'red-up' : 'green-up'),
    density: chosen('density', ['cosy', 'compact']),
    flash: chosen('flash', ['on', 'subtle', 'off']),
    motion: still ? 'reduced' : 'full',
  })
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', light ? '#f6f2ea' : '#0e1012')
})()
