/** The alerts that have just fired, as long as they are shown over the page. */

import type { FiredAlert } from './alert-book.ts'

export interface Toast {
  readonly fired: FiredAlert
  /** Milliseconds of the page's clock at which it goes by itself. */
  readonly untilMs: number
}

/** More would hide the market; the history has them all. */
export const MOST_TOASTS = 3
const SHOWN_MS = 12_000

/** The newest last, as they are spoken. */
export function addToast(toasts: readonly Toast[], fired: FiredAlert, nowMs: number): readonly Toast[] {
  return [...toasts, { fired, untilMs: nowMs + SHOWN_MS }].slice(-MOST_TOASTS)
}

export function dropOldToasts(toasts: readonly Toast[], nowMs: number): readonly Toast[] {
  return toasts.some(({ untilMs }) => untilMs <= nowMs) ? toasts.filter(({ untilMs }) => untilMs > nowMs) : toasts
}
