import { expect, it } from 'vitest'
import { addToast, dropOldToasts, MOST_TOASTS, type Toast } from './toast-list.ts'

const fired = { symbol: 'A', kind: 'price', crossing: 'up', level: 1, value: 1, pricePrecision: 0, at: 0 } as const

it('the newest three are shown, each for twelve seconds', () => {
  let toasts: readonly Toast[] = []
  for (let at = 1; at <= 4; at++) toasts = addToast(toasts, { ...fired, id: String(at), on: 'LIVE' }, at * 1_000)
  const shown = (): string => toasts.map((toast) => toast.fired.id).join()
  expect(toasts).toHaveLength(MOST_TOASTS)
  expect(shown()).toBe('2,3,4')
  toasts = dropOldToasts(toasts, 14_000)
  expect(shown()).toBe('3,4')
  expect(dropOldToasts(toasts, 14_001)).toBe(toasts)
})
