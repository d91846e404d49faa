// @ts-check
/** Counts what Vitest's JSON report says, so that nothing that went wrong is left out of the sum. */

/**
 * @typedef {{ readonly passed: number, readonly failed: number, readonly problems: readonly string[] }} Count
 * @typedef {{ readonly name: string, readonly status: string, readonly message: string, readonly assertionResults: readonly { readonly status: string }[] }} TestFile
 */

/**
 * @param {string | undefined} report the JSON report, or undefined when Vitest did not come to write one
 * @param {number | null} exitCode Vitest's own
 * @returns {Count}
 */
export function countOf(report, exitCode) {
  if (report === undefined) return { passed: 0, failed: 1, problems: ['Vitest ended without a report'] }
  const { testResults } = /** @type {{ testResults: readonly TestFile[] }} */ (JSON.parse(report))
  const statuses = testResults.flatMap((file) => file.assertionResults.map((test) => test.status))
  const passed = statuses.filter((status) => status === 'passed').length
  const failedTests = statuses.filter((status) => status === 'failed').length
  // a file that does not load, or whose hooks fail, may have no failed test of its own
  const broken = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  const problems = broken.map((file) => `${file.name} could not be run: ${file.message}`)
  // an error outside every test is in the exit code alone
  if (exitCode !== 0 && failedTests + broken.length === 0)
    problems.push('Vitest met an error outside the tests; see above')
  return { passed, failed: failedTests + problems.length, problems }
}
