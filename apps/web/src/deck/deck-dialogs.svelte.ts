/** Which of the deck's dialogs is open, for whatever opens it: a button, a key, a name in a list. */

export type DeckDialog = 'shared' | 'scenarios' | 'time' | 'fixture'

export class DeckDialogs {
  open: DeckDialog | undefined = $state.raw()

  close(): void {
    this.open = undefined
  }
}
