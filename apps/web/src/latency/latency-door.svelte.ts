/** Whether the panel of latency is open; for whatever opens it: a button, a key, a name in a list. */

export class LatencyDoor {
  isOpen = $state.raw(false)

  toggle(): void {
    this.isOpen = !this.isOpen
  }

  close(): void {
    this.isOpen = false
  }
}
