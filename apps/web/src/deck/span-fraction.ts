/** How much of a tape's span lies behind a position. */

/** From 0 to 1; a tape without an end is always played up to now. */
export function spanFraction(span: { readonly from: number; readonly to: number | null }, position: number): number {
  if (span.to === null) return 1
  const length = span.to - span.from
  // a tape of one instant has been played when it has been reached
  if (length <= 0) return position >= span.to ? 1 : 0
  return Math.min(1, Math.max(0, (position - span.from) / length))
}
