/** What the page says aloud on demand. */

export class Speech {
  text: string = $state.raw('')

  /** Says it, also where it is what was said last. */
  say(text: string): void {
    // a live region speaks when its text changes
    this.text = text === this.text ? `${text}\u00a0` : text
  }
}
