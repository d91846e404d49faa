/** Hears keys wherever on the page they are pressed, unless they belong to what has the focus. */

import { focusSearch, isTyping } from '../app/focus.ts'
import { actions } from './actions.ts'
import { isSearch, strokeOf, type CharacterKeys } from './strokes.ts'

/** `characterKeys`: what a character alone does. */
export function hearKey(event: KeyboardEvent, characterKeys: CharacterKeys): void {
  if (event.defaultPrevented || event.isComposing) return
  const stroke = strokeOf(event)
  if (stroke === undefined || isKeptBy(event.target, stroke)) return
  // the letter itself goes into the field
  if (isSearch(stroke, characterKeys)) focusSearch()
  else if (actions.press(stroke, characterKeys)) event.preventDefault()
}

/** Whether a stroke that is made there belongs to what has the focus: a field's text, a button's space bar, a slider's arrows. */
function isKeptBy(target: EventTarget | null, stroke: string): boolean {
  // a dialog keeps all of them, wherever in it the focus was lost
  if (document.querySelector('dialog:modal') !== null) return true
  if (isTyping(target)) return !stroke.startsWith('Mod+')
  if (!(target instanceof Element)) return false
  if (stroke === 'Space') return target.closest('button, a, summary') !== null
  return stroke.includes('Arrow') && target.closest('[role=slider], [role=radiogroup], [role=tablist]') !== null
}
