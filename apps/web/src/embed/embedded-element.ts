/** What both elements have in common: a shadow with the page's tokens, a theme, a client that all on the page share, and beginning anew on a change. */

import { connectTapedeck, type DeckHandle, type TapedeckClient } from '@tapedeck/client'
import type { InstrumentInfo } from '@tapedeck/protocol'
import palettes from '../app/palettes.css?inline'
import tokens from '../app/tokens.css?inline'
import { CHOICES } from '../settings/choices.ts'

/** Attributes of every element. */
const COMMON = ['server', 'deck', 'theme', 'palette'] as const

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
    sheet.replaceSync(`${(tokens + palettes).replaceAll(':root', ':host')}\n${style}`)
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
    if (name === 'theme' || name === 'palette') this.#applyTheme()
    else this.#plan()
  }

  /** Begins to show what the attributes say; returns what ends that. `failed` has the next connection begin it anew. */
  protected abstract show(source: DeckHandle, failed: (thrown: unknown) => void): () => void
  /** The colours have changed. */
  protected themeChanged(): void {
    // an element whose colours are all of its style has nothing to do
  }

  /** Says what is wrong, beside what is shown. */
  protected say(problem: string): void {
    this.root.querySelector('.problem')?.remove()
    const element = document.createElement('p')
    element.className = 'problem'
    element.textContent = problem
    this.root.append(element)
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
    const deck = this.getAttribute('deck') ?? 'live'
    let client: TapedeckClient
    let source: DeckHandle
    try {
      client = clients.get(server) ?? connectTapedeck(server)
      clients.set(server, client)
      source = client.joinDeck(deck)
    } catch (thrown) {
      this.say(textOf(thrown))
      return
    }
    let hasFailed = false
    const setState = (): void => {
      this.root.dataset['state'] = client.state
      if (hasFailed && client.state === 'connected') this.#plan()
    }
    setState()
    const leaveState = client.on('state', setState)
    const stop = this.show(source, (thrown) => {
      hasFailed = true
      this.say(textOf(thrown))
    })
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
    const asked = this.getAttribute('palette')
    const palette = CHOICES.palette.find((each) => each === asked) ?? CHOICES.palette[0]
    Object.assign(this.root.dataset, { theme: this.theme, palette })
    this.themeChanged()
  }
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** A symbol as the tape has it, however the page writes it. */
export function spelledOnTape(name: string, table: readonly InstrumentInfo[]): string {
  return table.find(({ symbol }) => symbol.toUpperCase() === name.toUpperCase())?.symbol ?? name
}

/** The attributes that an element hears of. */
export function observed(...own: readonly string[]): string[] {
  return [...COMMON, ...own]
}
