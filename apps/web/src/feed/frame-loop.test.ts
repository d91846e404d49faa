import { describe, expect, it } from 'vitest'
import { createFrameLoop, type FrameLoop } from './frame-loop.ts'
import { tab } from './tab.fixture.ts'

function symbol(loop: FrameLoop) {
  const drawn: string[] = []
  const state = {
    price: 0,
    flush: (quiet: boolean) => void drawn.push(`${state.price}${quiet ? ' quietly' : ''}`),
  }
  const trade = (price: number): void => {
    state.price = price
    loop.mark(state)
  }
  return { drawn, trade }
}

describe('a page that is held', () => {
  it('draws nothing of what comes, and all of it once and quietly when it is let go', () => {
    const { frames, frame } = tab()
    const loop = createFrameLoop(frames)
    const { drawn, trade } = symbol(loop)
    trade(1)
    loop.hold(true)
    frame()
    for (const price of [2, 3]) trade(price)
    frame()
    loop.flushNow()
    expect(drawn).toEqual([])
    loop.hold(false)
    frame()
    expect(drawn).toEqual(['3 quietly'])
    trade(4)
    frame()
    expect(drawn).toEqual(['3 quietly', '4'])
  })

  it('draws what its reader asks for, and that alone', () => {
    const { frames, frame } = tab()
    const loop = createFrameLoop(frames)
    const [pointed, other] = [symbol(loop), symbol(loop)]
    loop.hold(true)
    other.trade(1)
    loop.mark({ flush: (quiet) => void pointed.drawn.push(`asked${quiet ? ' quietly' : ''}`) }, true)
    frame()
    expect(pointed.drawn).toEqual(['asked quietly'])
    expect(other.drawn).toEqual([])
  })
})

describe('a frame', () => {
  it('draws the newest of all the prices that came before it, once', () => {
    const { frames, requested, frame } = tab()
    const { drawn, trade } = symbol(createFrameLoop(frames))
    for (const price of [1, 2, 3]) trade(price)
    expect(requested).toHaveLength(1)
    frame()
    expect(drawn).toEqual(['3'])
  })

  it('is asked for only while something waits', () => {
    const { frames, requested, frame } = tab()
    const { trade } = symbol(createFrameLoop(frames))
    trade(1)
    frame()
    expect(requested).toHaveLength(0)
  })

  it('draws what is marked during it in the next one', () => {
    const { frames, frame } = tab()
    const loop = createFrameLoop(frames)
    const { drawn, trade } = symbol(loop)
    loop.mark({ flush: () => trade(7) })
    frame()
    expect(drawn).toEqual([])
    frame()
    expect(drawn).toEqual(['7'])
  })
})

describe('a hidden tab', () => {
  it('asks for no frames, and draws one quiet one when it is shown again', () => {
    const { frames, requested, frame, show } = tab()
    const { drawn, trade } = symbol(createFrameLoop(frames))
    frames.isHidden = true
    for (const price of [1, 2, 3]) trade(price)
    expect(requested).toHaveLength(0)
    show()
    frame()
    trade(4)
    frame()
    expect(drawn).toEqual(['3 quietly', '4'])
  })

  it('whose frame was on its way draws it quietly, too', () => {
    const { frames, frame, show } = tab()
    const { drawn, trade } = symbol(createFrameLoop(frames))
    trade(1)
    frames.isHidden = true
    trade(2)
    show()
    frame()
    expect(drawn).toEqual(['2 quietly'])
  })
})
