import { describe, expect, it } from 'vitest'
import { formatDeckAddress, parseDeckAddress } from './deck-address.ts'

const AT = 1_767_623_404_250_000

describe('the deck of an address', () => {
  it.each([
    ['', undefined],
    ['?rec=', undefined],
    ['?rec=r-1', { recording: 'r-1', at: undefined, speed: undefined }],
    ['?rec=r-1&t=2026-01-05T14:30:04.250Z&x=4', { recording: 'r-1', at: AT, speed: 4 }],
    ['?rec=r-1&t=2026-01-05T14:30:04.250017Z&x=max', { recording: 'r-1', at: AT + 17, speed: 'max' }],
    ['?rec=r-1&t=tomorrow&x=fast', { recording: 'r-1', at: undefined, speed: undefined }],
    ['?rec=r-1&t=2026-19-05T14:30:04Z', { recording: 'r-1', at: undefined, speed: undefined }],
    ['?deck=deck-3', { deck: 'deck-3' }],
  ])('%s is %j', (search, address) => {
    expect(parseDeckAddress(search)).toEqual(address)
  })
  it.each([
    [undefined, ''],
    [{ recording: 'r-1' }, '?rec=r-1'],
    [{ recording: 'r-1', at: AT, speed: 4 }, '?rec=r-1&t=2026-01-05T14:30:04.250Z&x=4'],
    [{ recording: 'r-1', at: AT + 17, speed: 1 }, '?rec=r-1&t=2026-01-05T14:30:04.250017Z'],
    [{ deck: 'deck-3' }, '?deck=deck-3'],
  ])('%j is written %s', (address, search) => {
    expect(formatDeckAddress('', address)).toBe(search)
  })
  it('leaves what others put there as it is', () => {
    const search = '?s=BTC-USD,ETH-USD&rec=r-1&t=2026-01-05T14:30:04.250Z&view=heat'
    expect(formatDeckAddress(search, { recording: 'r-2' })).toBe('?s=BTC-USD,ETH-USD&view=heat&rec=r-2')
    expect(formatDeckAddress(search, undefined)).toBe('?s=BTC-USD,ETH-USD&view=heat')
  })
})
