/** The rows of the acceptance table that have runs of their own, over several seeds. */

import { describe, expect, it } from 'vitest'
import { OTHER_ROWS, type OtherRow } from './other-rows.ts'
import { verdictLine } from './verdict-text.ts'

const ROWS = Object.keys(OTHER_ROWS) as OtherRow[]

describe.each([1, 2, 3])('seed %i', (seed) => {
  it.each(ROWS)(
    '%s',
    (row) => {
      const failed = OTHER_ROWS[row](seed).filter(({ holds }) => !holds)
      expect(failed.map(verdictLine)).toEqual([])
    },
    300_000,
  )
})
