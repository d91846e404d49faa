/** Whether a panel is open; for whatever opens it: a button, a key, a name in a list. */

export class Door {
  isOpen = $state.raw(false)

  toggle(): void {
    this.isOpen = !this.isOpen
  }

  close(): void {
    this.isOpen = false
  }
}
