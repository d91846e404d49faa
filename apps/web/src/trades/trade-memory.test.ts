import type { Trade } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { REMEMBERED_TRADES, TradeMemory } from './trade-memory.ts'

function trade(tradeId: number, size = 1): Trade {
  const head = { symbol: 'BTC-USD', seq: tradeId, ts: 0, tsRecv: 0 }
  return { ...head, tradeId, price: 100, size, aggressorSide: 'buy', condition: 'regular' }
}
function memoryOf(...trades: Trade[]): TradeMemory {
  const memory = new TradeMemory()
  for (const each of trades) memory.add(each)
  return memory
}
const idsOf = (memory: TradeMemory, count: number, leastSize = 0) =>
  memory.newest(count, leastSize).map(({ trade: { tradeId } }) => tradeId)

describe('trades that are remembered', () => {
  it('are told newest first, so many, and those of a size', () => {
    const memory = memoryOf(trade(1, 5), trade(2, 1), trade(3, 5), trade(4, 4.9))
    expect(idsOf(memory, 3)).toEqual([4, 3, 2])
    expect(idsOf(memory, 3, 5)).toEqual([3, 1])
  })

  it('are marked when the venue takes them back, if they are known', () => {
    const memory = memoryOf(trade(1), trade(2))
    expect(memory.bust({ tradeId: 1 })).toEqual({ trade: trade(1), isBusted: true })
    expect(memory.newest(2, 0).map(({ isBusted }) => isBusted)).toEqual([false, true])
    expect(memory.bust({ tradeId: 3 })).toBeUndefined()
  })

  it('are let go when there are many newer ones, and their size with them', () => {
    const memory = new TradeMemory()
    memory.add(trade(0, 1_000_000))
    for (let id = 1; id < 2 * REMEMBERED_TRADES; id++) memory.add(trade(id))
    expect(memory.count).toBe(REMEMBERED_TRADES)
    expect(memory.weightOf(trade(0, 2.5))).toBeCloseTo(0.5, 9)
  })

  it('are large from five times the average on', () => {
    const memory = memoryOf(trade(1, 1), trade(2, 3))
    expect(memory.weightOf(trade(3, 1))).toBeCloseTo(0.1, 9)
    expect(memory.weightOf(trade(3, 10))).toBe(1)
    expect(memory.weightOf(trade(3, 99))).toBe(1)
    expect(new TradeMemory().weightOf(trade(1))).toBe(0)
  })
})
