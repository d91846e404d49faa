/** How keys are written: `l`, `?`, `Space`, `Shift+ArrowLeft`, `Mod+k`, where Mod is Ctrl, and Command on a Mac. */

import type { Choice } from '../settings/choices.ts'

/** What is looked at of a key that was pressed. */
export interface Pressed {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** The stroke that was made; undefined where it has keys in it that the page leaves to the browser. */
export function strokeOf({ key, shiftKey, ctrlKey, metaKey, altKey }: Pressed): string | undefined {
  if (key === ' ') return ctrlKey || metaKey || altKey ? undefined : 'Space'
  // a sign is what came out, whatever a keyboard needs to make it: brackets take AltGr on many
  if (isSign(key) && (!(ctrlKey || metaKey) || (ctrlKey && altKey))) return key
  if (altKey) return undefined
  const mod = ctrlKey || metaKey ? 'Mod+' : ''
  // letters mean the same with Shift and with Caps Lock
  if (key.length === 1) return mod + key.toLowerCase()
  return `${mod}${shiftKey ? 'Shift+' : ''}${key}`
}

/** What a character alone does. */
export type CharacterKeys = Choice<'characterKeys'>

/** Whether a stroke is a key of the page. Characters alone are what speech control and stray fingers press by mistake (WCAG 2.1.4). */
export function isKey(stroke: string, characterKeys: CharacterKeys): boolean {
  if (characterKeys === 'on' || stroke.length > 1) return true
  return characterKeys === 'search' && isSign(stroke)
}

/** Whether a stroke is the beginning of a search. */
export function isSearch(stroke: string, characterKeys: CharacterKeys): boolean {
  return characterKeys === 'search' && stroke.length === 1 && !isSign(stroke)
}

const ON_KEYS: Readonly<Record<string, string | undefined>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Shift: '⇧',
}

/** What stands on the keys of a stroke, one after the other. */
export function keyCaps(stroke: string, isMac: boolean): readonly string[] {
  return stroke.split(/(?<=.)\+/).map((key) => {
    if (key === 'Mod') return isMac ? '⌘' : 'Ctrl'
    return ON_KEYS[key] ?? (key.length === 1 ? key.toUpperCase() : key)
  })
}

function isSign(key: string): boolean {
  return key.length === 1 && !/[\p{L}\p{N}]/u.test(key)
}
