import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createWatchedSymbols, type Drawable } from './watched-symbols.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function table() {
  const heard: string[] = []
  const names = new Map<Drawable, string>()
  const watched = createWatchedSymbols<Drawable>((symbol) => {
    const name = names.get(symbol) ?? ''
    heard.push(`+${name}`)
    return () => void heard.push(`-${name}`)
  })
  const symbol = (name: string): Drawable => {
    const made = { isDrawn: false }
    names.set(made, name)
    return made
  }
  return { heard, symbol, watch: (drawable: Drawable) => watched.watch(drawable) }
}

describe('symbols that are drawn', () => {
  it('are followed at the end of the turn, once however many draw them, and left with the last', async () => {
    const { heard, symbol, watch } = table()
    const a = symbol('a')
    const [row, chart] = [watch(a), watch(a)]
    expect(heard).toEqual([])
    await vi.advanceTimersByTimeAsync(0)
    expect(heard).toEqual(['+a'])
    row()
    row()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(a.isDrawn).toBe(true)
    chart()
    expect(a.isDrawn).toBe(false)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(heard).toEqual(['+a', '-a'])
  })

  it('that are only scrolled past are not asked for', async () => {
    const { heard, symbol, watch } = table()
    watch(symbol('a'))
    await vi.advanceTimersByTimeAsync(0)
    watch(symbol('b'))()
    watch(symbol('c'))
    await vi.advanceTimersByTimeAsync(249)
    expect(heard).toEqual(['+a'])
    await vi.advanceTimersByTimeAsync(1)
    expect(heard).toEqual(['+a', '+c'])
  })
})
