import { MICROS_PER_MINUTE } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import { infoOf } from '../indicators/info.fixture.ts'
import { barAt, barsAt } from './bar.fixture.ts'
import { ComparedBars } from './compared-bars.ts'
import { scriptedClient } from './scripted-client.fixture.ts'

const bitcoin = infoOf()

function open() {
  const client = scriptedClient()
  const changes: boolean[] = []
  const compared = new ComparedBars(
    () => client,
    (isAnew) => void changes.push(isAnew),
  )
  compared.open([bitcoin], '1m')
  client.join()
  const minutes = (): readonly number[] | undefined =>
    compared.symbols[0]?.list.bars.map((bar) => bar.tsOpen / MICROS_PER_MINUTE)
  return { client, compared, changes, minutes }
}

describe('the bars that a chart is compared with', () => {
  it('say whether the newest bar moved or more than that', async () => {
    const { client, changes, minutes } = open()
    await client.answer(0, 1, barsAt(1, 2))
    client.bar(barAt(3, 2))
    client.bar(barAt(1, 3))
    expect(minutes()).toEqual([1, 2, 3])
    expect(changes).toEqual([true, true, false, true])
  })

  it('reach back as far as the chart', async () => {
    const { client, compared, minutes } = open()
    await client.answer(0, 1, barsAt(5, 6), true)
    compared.loadBack(5 * MICROS_PER_MINUTE)
    expect(client.asked).toHaveLength(1)
    compared.loadBack(3 * MICROS_PER_MINUTE)
    await client.answer(1, 1, barsAt(3, 4), true)
    expect(minutes()).toEqual([3, 4, 5, 6])
  })

  it('stay when another symbol is added, and begin anew in another interval', async () => {
    const { client, compared, minutes } = open()
    await client.answer(0, 1, barsAt(1))
    compared.open([bitcoin, infoOf({ symbol: 'ETH-USD' })], '1m')
    expect(minutes()).toEqual([1])
    compared.open([bitcoin], '5m')
    expect(minutes()).toEqual([])
  })
})
