#!/usr/bin/env node
// @ts-check
/** The `tapedeck-record` command; in a checkout it wants `npm run build` first. */

import { main } from '../dist/recording/record-command.js'

process.exitCode = await main(process.argv.slice(2))
