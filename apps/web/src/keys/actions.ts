/** What can be done on the page, by key or by name: one registry behind the keys, their sheet and the palette. */

import { isKey, type CharacterKeys } from './strokes.ts'

/** The parts of the page that have actions, in the order in which they are listed. */
export const ACTION_GROUPS = ['page', 'list', 'chart', 'book', 'deck', 'alerts', 'developer'] as const
export type ActionGroup = (typeof ACTION_GROUPS)[number]

export interface Action {
  /** `deck.toggle`; no two actions have the same. */
  readonly id: string
  readonly group: ActionGroup
  /** In the reader's language. */
  readonly name: string
  /** As strokes.ts writes them, the one to show first; none where only its name leads to it. */
  readonly keys: readonly string[]
  readonly run: () => void
  /** Whether it can be done now; always, where it is left out. */
  readonly isEnabled?: () => boolean
}

export class Actions {
  #all: readonly Action[] = []

  /** In the order in which they were added. */
  get all(): readonly Action[] {
    return this.#all
  }

  /** Returns what takes them back. */
  add(added: readonly Action[]): () => void {
    this.#all = [...this.#all, ...added]
    return () => {
      this.#all = this.#all.filter((action) => !added.includes(action))
    }
  }

  /** Does what a stroke asks for; whether it asks for anything, possible now or not. */
  press(stroke: string, characterKeys: CharacterKeys): boolean {
    if (!isKey(stroke, characterKeys)) return false
    const meant = this.#all.filter(({ keys }) => keys.includes(stroke))
    meant.find(canRun)?.run()
    return meant.length > 0
  }
}

export function canRun({ isEnabled }: Action): boolean {
  return isEnabled?.() ?? true
}

/** Those of this page. */
export const actions: Actions = new Actions()
