/** A list that is seen for the first time: a few lines at once, more in each frame, so that the first price does not wait for the last line. */

import type { Flushable, FrameLoop } from '../feed/frame-loop.ts'

const AT_ONCE = 8
/** As many as a frame has room for. */
const EACH_FRAME = 12

export class FirstLines implements Flushable {
  /** How many lines may be drawn by now; a signal. */
  count = $state.raw(AT_ONCE)
  readonly #frames: FrameLoop

  constructor(frames: FrameLoop) {
    this.#frames = frames
  }

  /** So many are in sight: the next frame may draw more, if they are not all drawn. */
  want(lines: number): void {
    if (lines > this.count) this.#frames.mark(this)
  }

  flush(): void {
    this.count += EACH_FRAME
  }
}
