/** Which of the page's own dialogs is open: one at a time. */

export type DialogName = 'keys' | 'palette' | 'settings' | 'wall'

export class Dialogs {
  open: DialogName | undefined = $state.raw()

  /** It has closed; another one may have been opened from it. */
  closed(name: DialogName): void {
    if (this.open === name) this.open = undefined
  }
}
