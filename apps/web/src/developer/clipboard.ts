/** The clipboard, where the page may use it: not on one that came by plain HTTP from another machine. */

/** Whether it was copied. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
