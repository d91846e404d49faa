/** The page's beginning: fonts, styles, the client, and the shell that draws it. */

import { connectTapedeck } from '@tapedeck/client'
import { mount } from 'svelte'
import App from './app/app.svelte'
import './app/base.css'
import './app/fonts.css'
import { parseDeckAddress } from './app/deck-address.ts'
import './app/tokens.css'
import './app/palettes.css'
import { browserFrames } from './feed/clock.ts'
import { Feed } from './feed/feed.svelte.ts'
import { createFrameLoop } from './feed/frame-loop.ts'
import { startNumbers } from './format/decimal.ts'
import { regionOf, startLanguage } from './language/language.ts'
import { SettingsState } from './settings/settings-state.svelte.ts'

const target = document.querySelector('#page')
if (target !== null) {
  const language = startLanguage()
  const settings = new SettingsState()
  const { numbers } = settings.current
  startNumbers(numbers === 'language' ? regionOf(language, navigator.languages) : numbers)
  const address = parseDeckAddress(location.search)
  const feed = new Feed(connectTapedeck(), createFrameLoop(browserFrames), address !== undefined)
  mount(App, { target, props: { feed, settings, address } })
}
