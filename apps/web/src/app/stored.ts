/** What a person chose, kept in this browser under `tapedeck:<subject>`. */

const PREFIX = 'tapedeck:'

/** What was kept, whatever it is; undefined where there is nothing, or nothing that can be read. */
export function readStored(subject: string): unknown {
  try {
    const text = localStorage.getItem(PREFIX + subject)
    return text === null ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}

export function store(subject: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + subject, JSON.stringify(value))
  } catch {
    // storage is switched off or full: the choice lasts as long as the page
  }
}

export function forget(subject: string): void {
  try {
    localStorage.removeItem(PREFIX + subject)
  } catch {
    // storage is switched off: there is nothing to forget
  }
}

/** All that was kept, by subject. */
export function readAllStored(): Readonly<Record<string, unknown>> {
  return Object.fromEntries(storedSubjects().map((subject) => [subject, readStored(subject)]))
}

/** Keeps these, and nothing else. */
export function replaceAllStored(stored: Readonly<Record<string, unknown>>): void {
  for (const subject of storedSubjects()) forget(subject)
  for (const [subject, value] of Object.entries(stored)) store(subject, value)
}

function storedSubjects(): readonly string[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => key.slice(PREFIX.length))
  } catch {
    return []
  }
}
