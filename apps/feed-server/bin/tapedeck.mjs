#!/usr/bin/env node
// @ts-check
/** The `tapedeck` command: makes the checkout ready where that is needed, then runs the compiled command line. */

process.argv.splice(2, 0, 'tapedeck')
await import('../../../scripts/run.mjs')
