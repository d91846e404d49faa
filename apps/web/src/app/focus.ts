/** Where the keyboard goes on its way between the parts of the page. */

/** The id of the search field. */
export const SEARCH_ID = 'search'

/** Into the search field, all of it selected. */
export function focusSearch(): void {
  const field = document.getElementById(SEARCH_ID)
  if (!(field instanceof HTMLInputElement)) return
  field.focus()
  field.select()
}

/** Onto the one row, tile or box of the list that takes part in the order of Tab. */
export function focusList(): void {
  document.querySelector<HTMLElement>('[data-symbol][tabindex="0"]')?.focus()
}

/** Whether a key that was pressed there is text. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  )
}
