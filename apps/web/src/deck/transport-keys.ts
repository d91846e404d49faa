/** The keys of the deck, wherever on the page they are pressed. */

export type TransportCommand =
  'toggle' | 'step-event' | 'step-bar' | 'rewind-10s' | 'rewind-1m' | 'rewind-all' | 'slower' | 'faster' | 'live'

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
    case 'Escape':
      return 'live'
    case 'l':
    case 'L':
      return 'live'
    default:
      return undefined
  }
}

/** Whether a key that is pressed there belongs to what has the focus: a button's space bar, a slider's arrows. */
export function isKeptBy(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false
  if (target.closest('dialog') !== null) return true
  if (key === ' ') return target.closest('button, a, summary') !== null
  return key.startsWith('Arrow') && target.closest('[role=slider], [role=radiogroup], [role=tablist]') !== null
}
