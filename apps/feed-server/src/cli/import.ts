/** `tapedeck import`: tables of quotes and trades onto tapes. It prints its own help. */

import type { Command } from './command.ts'

export const importCommand: Command = {
  name: 'import',
  summary: 'bring CSV or Parquet files of quotes and trades onto a tape',
  run: async (args) => (await import('../import-command.ts')).main(args),
}
