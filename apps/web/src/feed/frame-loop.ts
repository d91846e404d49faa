/**
 * One flush per animation frame: what came from the feed waits in plain objects, and moves into what is drawn all at once.
 * A hidden tab draws nothing; when it is shown again, everything that waited is drawn in one quiet flush.
 */

/** Where frames come from; a browser, or a test. */
export interface Frames {
  request(run: () => void): void
  readonly isHidden: boolean
  /** Calls whenever the tab is shown again. */
  onShown(run: () => void): void
}

/** Something that has news to draw. */
export interface Flushable {
  /** Draws the newest state. `quiet`: without drawing attention to what changed. */
  flush(quiet: boolean): void
}

export interface FrameLoop {
  /** Flushes it in the next frame, once however often it is marked. */
  mark(item: Flushable): void
  /** Flushes what waits at once, whether or not anybody looks. */
  flushNow(): void
}

/** Creates the loop. It asks for a frame only while something waits. */
export function createFrameLoop(frames: Frames): FrameLoop {
  const dirty = new Set<Flushable>()
  let isRequested = false
  let isQuiet = false

  const flush = (): void => {
    const quiet = isQuiet
    isQuiet = false
    const items = [...dirty]
    dirty.clear()
    for (const item of items) item.flush(quiet)
  }
  const request = (): void => {
    if (isRequested || dirty.size === 0) return
    isRequested = true
    frames.request(() => {
      isRequested = false
      flush()
    })
  }
  frames.onShown(() => {
    if (dirty.size > 0) isQuiet = true
    request()
  })
  return {
    mark(item) {
      dirty.add(item)
      if (frames.isHidden) isQuiet = true
      else request()
    },
    flushNow() {
      // one that draws its news in portions asks for the next in each
      while (dirty.size > 0) flush()
    },
  }
}
