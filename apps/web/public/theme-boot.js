// Sets the theme before the first paint; src/app/theme.svelte.ts takes over from here and uses the same key.
;(() => {
  let choice = null
  try {
    choice = localStorage.getItem('tapedeck.theme')
  } catch {
    // storage is switched off: follow the system
  }
  const light = choice === 'light' || (choice !== 'dark' && matchMedia('(prefers-color-scheme: light)').matches)
  document.documentElement.dataset.theme = light ? 'light' : 'dark'
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', light ? '#f6f2ea' : '#0e1012')
})()
