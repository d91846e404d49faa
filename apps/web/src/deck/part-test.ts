/** A part of a tape as a test: the program that plays the tape which was cut out, to be pasted beside it and filled with what is expected. */

export interface PartScene {
  /** Path of the tape that was cut out, from the test's own folder. */
  readonly file: string
  /** What is looked at. */
  readonly symbol: string
  /** Tape times, Unix microseconds. */
  readonly from: number
  readonly to: number
}

/** The name that the server gives to a part of a tape, by the tape's address there. */
export function partFileOf(tapeAddress: string): string {
  const id = /^\/api\/recordings\/(.+)$/.exec(tapeAddress)?.[1]
  return `${id ?? 'live'}-part.tape`
}

/** For Vitest, with `@tapedeck/testkit`; it passes as it is. */
export function partTestOf({ file, symbol, from, to }: PartScene): string {
  return `import { fileURLToPath } from 'node:url'
import { connectTapedeck } from '@tapedeck/client'
import { test } from '@tapedeck/testkit/vitest'
import { expect } from 'vitest'

/** ${instantOf(from)} to ${instantOf(to)}. */
const part = test.extend({ tape: fileURLToPath(new URL(${text(file)}, import.meta.url)) })

part(${text(`${symbol} in this part of the tape`)}, async ({ feed }) => {
  using client = connectTapedeck(feed.url)
  // your own code, which hears the client, begins here
  await client.subscribe({ symbols: [${text(symbol)}], channels: ['quote', 'trade'] }, {}).ready
  await feed.drain()
  // what you expect of it stands here
  expect(client).toConvergeWith(feed)
})
`
}

/** `2026-01-05T14:30:04.250Z` */
function instantOf(micros: number): string {
  return new Date(Math.floor(micros / 1000)).toISOString()
}

function text(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
