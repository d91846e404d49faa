/** What both elements have in common: a shadow with the page's tokens, a theme, a client that all on the page share, and beginning anew on a change. */

import { connectTapedeck, type DeckHandle, type TapedeckClient } from '@tapedeck/client'
import tokens from '../app/tokens.css?inline'

/** Attributes of every element. */
const COMMON = ['server', 'deck', 'theme'] as const

/** One connection for each server, however many elements there are. It stays: an element that goes may come back. */
const clients = new Map<string, TapedeckClient>()

export abstract class EmbeddedElement extends HTMLElement {
  protected readonly root: HTMLElement
  #stop: (() => void) | undefined
  #isPlanned = false
  readonly #systemIsLight = matchMedia('(prefers-color-scheme: light)')
  readonly #systemChanged = (): void => this.#applyTheme()

  /** `style`: of the element itself, beside the tokens. */
  constructor(style: string) {
    super()
    const shadow = this.attachShadow({ mode: 'open' })
    // a sheet that is made by a script needs no leave of the page's content security policy
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`${tokens.replaceAll(':root', ':host')}\n${style}`)
    shadow.adoptedStyleSheets = [sheet]
    this.root = document.createElement('div')
    this.root.className = 'root'
    shadow.append(this.root)
  }

  connectedCallback(): void {
    this.#systemIsLight.addEventListener('change', this.#systemChanged)
    this.#applyTheme()
    this.#start()
  }

  disconnectedCallback(): void {
    this.#systemIsLight.removeEventListener('change', this.#systemChanged)
    this.#end()
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !this.isConnected) return
    if (name === 'theme') this.#applyTheme()
    else this.#plan()
  }

  /** Begins to show what the attributes say; returns what ends that. */
  protected abstract show(source: DeckHandle): () => void
  /** The colours have changed. */
  protected themeChanged(): void {
    // an element whose colours are all of its style has nothing to do
  }

  protected get theme(): 'dark' | 'light' {
    const asked = this.getAttribute('theme')
    if (asked === 'dark' || asked === 'light') return asked
    return this.#systemIsLight.matches ? 'light' : 'dark'
  }

  /** Several attributes that are set one after the other are one change. */
  #plan(): void {
    if (this.#isPlanned) return
    this.#isPlanned = true
    void Promise.resolve().then(() => {
      this.#isPlanned = false
      if (this.isConnected) this.#start()
    })
  }

  #start(): void {
    this.#end()
    const server = this.getAttribute('server') ?? new URL(import.meta.url).origin
    const client = clients.get(server) ?? connectTapedeck(server)
    clients.set(server, client)
    const source = client.joinDeck(this.getAttribute('deck') ?? 'live')
    const setState = (): void => {
      this.root.dataset['state'] = client.state
    }
    setState()
    const leaveState = client.on('state', setState)
    const stop = this.show(source)
    this.#stop = () => {
      leaveState()
      stop()
    }
  }

  #end(): void {
    this.#stop?.()
    this.#stop = undefined
  }

  #applyTheme(): void {
    this.root.dataset['theme'] = this.theme
    this.themeChanged()
  }
}

/** The attributes that an element hears of. */
export function observed(...own: readonly string[]): string[] {
  return [...COMMON, ...own]
}
