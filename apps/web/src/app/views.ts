/** The parts of the page that a phone shows one at a time. */

export const VIEWS = ['list', 'chart', 'book', 'trades'] as const
export type View = (typeof VIEWS)[number]
