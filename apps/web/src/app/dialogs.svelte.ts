/** Which of the page's own dialogs is open: one at a time. */

export type DialogName = 'keys' | 'palette' | 'settings'

export class Dialogs {
  open: DialogName | undefined = $state.raw()

  close(): void {
    this.open = undefined
  }
}
