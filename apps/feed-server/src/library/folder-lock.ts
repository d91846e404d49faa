/** One server at a time keeps its data in a folder: two would delete each other's segments. */

import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { TapedeckError } from '@tapedeck/protocol'

/** Takes the folder; the answer gives it back. Rejects with `BAD_OPTION` where another server that runs has it, or it cannot be used. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'server.pid')
  try {
    await mkdir(folder, { recursive: true })
    // what a server that was killed left is nobody's
    const holder = Number(await readFile(path, 'utf8').catch(() => ''))
    if (holder > 0 && holder !== process.pid && isAlive(holder)) {
      throw new TapedeckError(
        'BAD_OPTION',
        `${folder} is in use by the server of process ${holder}; name another folder with --data`,
        { folder, process: holder },
      )
    }
    const file = await open(path, 'w')
    await file.writeFile(String(process.pid))
    await file.close()
  } catch (thrown) {
    if (thrown instanceof TapedeckError) throw thrown
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    throw new TapedeckError('BAD_OPTION', `--data ${folder} cannot be used: ${reason}`, { folder }, thrown)
  }
  return () => rm(path, { force: true })
}

function isAlive(process_: number): boolean {
  try {
    process.kill(process_, 0)
    return true
  } catch (thrown) {
    // it runs, and is somebody else's
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}
