/** What the page says aloud: politely on demand and of what was done, at once where prices may no longer be so or an alert has fired. */

/** Something that was said; said again it is another one. */
interface Utterance {
  readonly text: string
}

export class Speech {
  polite: Utterance = $state.raw({ text: '' })
  urgent: Utterance = $state.raw({ text: '' })

  /** When whoever listens has the time. */
  say(text: string): void {
    this.polite = again(text, this.polite)
  }

  /** At once, over whatever is being read. */
  alarm(text: string): void {
    this.urgent = again(text, this.urgent)
  }
}

/** A live region speaks when its text changes. */
function again(text: string, before: Utterance): Utterance {
  return { text: text === before.text ? `${text}\u00a0` : text }
}

/** That of this page. */
export const speech: Speech = new Speech()
