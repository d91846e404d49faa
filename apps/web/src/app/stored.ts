/** What a person chose, kept in this browser under `tapedeck:<subject>`. */

/** What was kept, whatever it is; undefined where there is nothing, or nothing that can be read. */
export function readStored(subject: string): unknown {
  try {
    const text = localStorage.getItem(keyOf(subject))
    return text === null ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}

export function store(subject: string, value: unknown): void {
  try {
    localStorage.setItem(keyOf(subject), JSON.stringify(value))
  } catch {
    // storage is switched off or full: the choice lasts as long as the page
  }
}

function keyOf(subject: string): string {
  return `tapedeck:${subject}`
}
