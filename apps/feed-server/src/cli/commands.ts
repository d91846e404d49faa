/** Every command of `tapedeck`, in the order of its help. */

import type { Command } from './command.ts'
import { catCommand } from './cat.ts'
import { cutCommand } from './cut.ts'
import { diffCommand } from './diff.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { inspectCommand } from './inspect.ts'
import { mergeCommand } from './merge.ts'
import { recordCommand } from './record.ts'
import { repairCommand } from './repair.ts'
import { replayCommand, serveCommand } from './serve.ts'
import { verifyCommand } from './verify.ts'
import { watchCommand } from './watch.ts'

export const COMMANDS: readonly Command[] = [
  serveCommand,
  recordCommand,
  replayCommand,
  watchCommand,
  inspectCommand,
  verifyCommand,
  catCommand,
  cutCommand,
  mergeCommand,
  diffCommand,
  importCommand,
  exportCommand,
  repairCommand,
]
