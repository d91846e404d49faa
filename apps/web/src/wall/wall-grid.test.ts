import { describe, expect, it } from 'vitest'
import { wallGrid } from './wall-grid.ts'

describe('a wall', () => {
  it('gives one symbol the whole screen', () => {
    expect(wallGrid(1, 1920, 1000)).toEqual({ columns: 1, rows: 1 })
  })

  it('divides the screen so that each is as large as can be', () => {
    expect(wallGrid(6, 1920, 1000)).toEqual({ columns: 2, rows: 3 })
    expect(wallGrid(12, 1920, 1000)).toEqual({ columns: 3, rows: 4 })
    expect(wallGrid(4, 400, 900)).toEqual({ columns: 1, rows: 4 })
  })

  it('shows no more than can be read from afar', () => {
    const { columns, rows } = wallGrid(500, 1920, 1000)
    expect(1920 / columns).toBeGreaterThanOrEqual(230)
    expect(1000 / rows).toBeGreaterThanOrEqual(120)
    expect(columns * rows).toBe(64)
  })

  it('shows one even where there is no room', () => {
    expect(wallGrid(0, 0, 0)).toEqual({ columns: 1, rows: 1 })
  })
})
