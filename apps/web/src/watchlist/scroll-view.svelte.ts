/** Where a scrolled list stands, as its element says. */

import type { Attachment } from 'svelte/attachments'
import type { Viewport } from './virtual-lines.ts'

export class ScrollView {
  viewport: Viewport = $state.raw({ top: 0, height: 0 })
  width = $state.raw(0)
  /** Height of a line: the token that the element's style sheet gives it. */
  lineHeight = $state.raw(0)
  readonly #token: string
  readonly #headToken: string | undefined
  #element: HTMLElement | undefined

  /** `token`: the custom property with a line's height; `headToken`: that of a head which stays over the lines. */
  constructor(token: string, headToken?: string) {
    this.#token = token
    this.#headToken = headToken
  }

  readonly attach: Attachment<HTMLElement> = (element) => {
    this.#element = element
    const scrolled = (): void => {
      this.viewport = { ...this.viewport, top: element.scrollTop }
    }
    const resized = new ResizeObserver(() => {
      const style = getComputedStyle(element)
      const pixels = (token: string): number => parseFloat(style.getPropertyValue(token)) || 0
      this.lineHeight = pixels(this.#token)
      this.width = element.clientWidth
      const head = this.#headToken === undefined ? 0 : pixels(this.#headToken)
      this.viewport = { top: element.scrollTop, height: element.clientHeight - head }
    })
    resized.observe(element)
    // what it holds grows and shrinks with the height of its lines
    if (element.firstElementChild !== null) resized.observe(element.firstElementChild)
    element.addEventListener('scroll', scrolled, { passive: true })
    return () => {
      resized.disconnect()
      element.removeEventListener('scroll', scrolled)
    }
  }

  scrollTo(top: number): void {
    // at once: a held key shall not run ahead of what is seen
    this.#element?.scrollTo({ top, behavior: 'instant' })
    this.viewport = { ...this.viewport, top: this.#element?.scrollTop ?? top }
  }
}
