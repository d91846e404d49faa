/** The count at the end of `npm test` leaves nothing out that went wrong. */

import { expect, it } from 'vitest'
import { countOf } from '../../scripts/vitest-count.mjs'

const file = (status: string, tests: readonly string[]): object => ({
  name: 'book.test.ts',
  status,
  message: 'a reason',
  assertionResults: tests.map((test) => ({ status: test })),
})
const report = (...testResults: readonly object[]): string => JSON.stringify({ testResults })

it('counts tests that passed and that failed, and none that were left out', () => {
  const text = report(file('passed', ['passed', 'passed', 'pending']), file('failed', ['failed', 'passed', 'todo']))
  expect(countOf(text, 1)).toEqual({ passed: 3, failed: 1, problems: [] })
})

it('counts a file that could not be loaded as a failure', () => {
  expect(countOf(report(file('passed', ['passed']), file('failed', [])), 1)).toEqual({
    passed: 1,
    failed: 1,
    problems: ['book.test.ts could not be run: a reason'],
  })
})

it('counts an error outside every test as a failure', () => {
  expect(countOf(report(file('passed', ['passed'])), 1)).toMatchObject({ passed: 1, failed: 1 })
})

it('counts a run without a report as a failure', () => {
  expect(countOf(undefined, null)).toMatchObject({ passed: 0, failed: 1 })
})
