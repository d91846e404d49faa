/** Kill -9 at random moments while recording. What was reported durable is there, and the tape is whole after a repair. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openTapeFile, repairTape, verifyTape } from '@tapedeck/tape/node'
import { expect, it } from 'vitest'

/** `npm run test:crash` asks for 200. */
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 20)
const RECORDING = fileURLToPath(new URL('recording.mjs', import.meta.url))

it(`holds in ${ROUNDS} rounds`, { timeout: ROUNDS * 10_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tapedeck-crash-'))
  try {
    let lost = 0
    for (let round = 0; round < ROUNDS; round++) {
      const path = join(folder, `${round}.tape`)
      const durable = await recordAndKill(path, round)
      const repaired = await repairTape(path)
      lost += repaired.lostEvents
      expect(repaired.events, `round ${round}`).toBeGreaterThanOrEqual(durable)
      const verified = await verifyTape(path)
      expect(verified.problems, `round ${round}`).toEqual([])
      await using tape = await openTapeFile(path)
      expect(tape.complete).toBe(true)
      expect(tape.events).toBe(repaired.events)
    }
    process.stdout.write(
      `killed ${ROUNDS} recordings; ${lost} events of their ends were lost, none of them reported durable\n`,
    )
  } finally {
    await rm(folder, { recursive: true })
  }
})

/** Kills a recording after a number of reports that differs from round to round. Returns the last number that was reported. */
async function recordAndKill(path: string, round: number): Promise<number> {
  const child = spawn(process.execPath, [RECORDING, path, String(round)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  let durable = 0
  let reports = 0
  let rest = ''
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      durable = Number(line)
      // the moment within a write differs by itself: the process is in the midst of the next ones
      if (++reports === 1 + ((round * 7) % 40)) child.kill('SIGKILL')
    }
  })
  await exited
  return durable
}
