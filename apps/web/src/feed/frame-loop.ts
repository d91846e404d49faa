/**
 * One flush per animation frame: what came from the feed waits in plain objects, and moves into what is drawn all at once.
 * A hidden tab draws nothing, nor does a page that is held still; afterwards everything that waited is drawn in one quiet flush.
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
  /** Flushes it in the next frame, once however often it is marked. `isAsked`: the reader wants it, also while the page is held. */
  mark(item: Flushable, isAsked?: boolean): void
  /** Flushes what waits at once, whether or not anybody looks; nothing while the page is held. */
  flushNow(): void
  /** Whether what comes from the feed waits until the page is let go. */
  hold(isHeld: boolean): void
}

/** Creates the loop. It asks for a frame only while something waits. */
export function createFrameLoop(frames: Frames): FrameLoop {
  const dirty = new Set<Flushable>()
  /** Those of them that are drawn while the page is held. */
  const asked = new Set<Flushable>()
  let isRequested = false
  let isQuiet = false
  let isHeld = false

  const flush = (): void => {
    const quiet = isQuiet || isHeld
    if (!isHeld) isQuiet = false
    const items = isHeld ? [...asked] : [...dirty]
    asked.clear()
    for (const item of items) dirty.delete(item)
    for (const item of items) item.flush(quiet)
  }
  const request = (): void => {
    if (isRequested || (isHeld ? asked : dirty).size === 0) return
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
    mark(item, isAsked = false) {
      dirty.add(item)
      if (isAsked) asked.add(item)
      if (frames.isHidden) isQuiet = true
      else request()
    },
    flushNow() {
      // one that draws its news in portions asks for the next in each
      while (dirty.size > 0 && !isHeld) flush()
    },
    hold(held) {
      if (held === isHeld) return
      isHeld = held
      if (held) return
      isQuiet = true
      request()
    },
  }
}
