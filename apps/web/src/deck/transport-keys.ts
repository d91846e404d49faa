/** The keys of the deck, wherever on the page they are pressed. */

export type TransportCommand =
  | 'toggle'
  | 'step-event'
  | 'step-bar'
  | 'rewind-10s'
  | 'rewind-1m'
  | 'rewind-all'
  | 'slower'
  | 'faster'
  | 'live'
  | 'library'
  | 'mark-from'
  | 'mark-to'

export interface Pressed {
  readonly key: string
  readonly shiftKey: boolean
}

/** What a key asks of the deck; undefined where it is none of its keys. */
export function commandOf({ key, shiftKey }: Pressed): TransportCommand | undefined {
  switch (key) {
    case ' ':
      return 'toggle'
    case 'ArrowRight':
      return shiftKey ? 'step-bar' : 'step-event'
    case 'ArrowLeft':
      return shiftKey ? 'rewind-1m' : 'rewind-10s'
    case 'Home':
      return shiftKey ? 'rewind-all' : undefined
    case '<':
      return 'slower'
    case '>':
      return 'faster'
    case '[':
      return 'mark-from'
    case ']':
      return 'mark-to'
    case 'Escape':
      return 'live'
    case 'l':
    case 'L':
      return 'live'
    case 't':
    case 'T':
      return 'library'
    default:
      return undefined
  }
}

/** Whether a key that is pressed there belongs to what has the focus: a button's space bar, a slider's arrows. */
export function isKeptBy(target: EventTarget | null, key: string): boolean {
  // a dialog keeps all of them, wherever in it the focus was lost
  if (document.querySelector('dialog:modal') !== null) return true
  if (!(target instanceof Element)) return false
  if (key === ' ') return target.closest('button, a, summary') !== null
  return key.startsWith('Arrow') && target.closest('[role=slider], [role=radiogroup], [role=tablist]') !== null
}
