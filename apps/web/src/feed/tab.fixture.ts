/** A tab of a browser for tests, without a browser. */

/** A tab whose frames come when the test says so. */
export function tab() {
  const requested: (() => void)[] = []
  let shown: () => void = () => undefined
  const frames = {
    isHidden: false,
    request: (run: () => void) => void requested.push(run),
    onShown: (run: () => void) => {
      shown = run
    },
  }
  return {
    frames,
    requested,
    frame: () => requested.splice(0).forEach((run) => run()),
    show: () => {
      frames.isHidden = false
      shown()
    },
  }
}
