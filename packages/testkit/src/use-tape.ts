/** Whether a test records its tape or plays one that is there: what a VCR's switch is. */

import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TapedeckError } from '@tapedeck/protocol'
import { verifyTape } from '@tapedeck/tape/node'

/**
 * - `auto`: plays the tape; records it first where it is missing.
 * - `record`: records it anew each time.
 * - `replay`: plays it; a missing one is an error.
 * - `locked`: as `replay`, and a tape that is cut off or altered is an error as well.
 */
export const TAPE_MODES = ['auto', 'record', 'replay', 'locked'] as const
export type TapeMode = (typeof TAPE_MODES)[number]

export interface UseTapeOptions {
  /** Makes the tape: writes a file of that name. What it throws rejects `useTape`, and leaves the tape that was there. */
  readonly record: (to: string) => Promise<unknown>
  /** Default: `locked` where the environment has `CI`, else `auto`. `TAPEDECK_TAPES` in the environment goes before both. */
  readonly mode?: TapeMode
  /** What makes the tape, for the error of one that is missing. Default: the test's own file in its own runner, with `TAPEDECK_TAPES=auto`. */
  readonly command?: string
}

/**
 * The path of a tape that is there, for `replayFeed` and `replayMessages`. Rejects with `TAPE_LOCKED` where it is missing and may not be recorded (the message has the command that
 * makes it), with `TAPE_CORRUPT` where a locked one is not whole, and with `BAD_OPTION` for a mode that there is not.
 */
export async function useTape(path: string, { record, mode, command }: UseTapeOptions): Promise<string> {
  const asked = command ?? commandOf(new Error().stack ?? '')
  const isThere = existsSync(path)
  switch (modeOf(mode)) {
    case 'record':
      await recordTo(path, record)
      break
    case 'auto':
      if (!isThere) await recordTo(path, record)
      break
    case 'replay':
      if (!isThere) throw missing(path, asked)
      break
    case 'locked':
      if (!isThere) throw missing(path, asked)
      await check(path)
  }
  return path
}

function modeOf(given: TapeMode | undefined): TapeMode {
  const { TAPEDECK_TAPES: asked = '', CI: ci = '' } = process.env
  const byDefault = ci === '' || ci === 'false' || ci === '0' ? 'auto' : 'locked'
  const [name, wanted] = asked === '' ? ['mode', given ?? byDefault] : ['TAPEDECK_TAPES', asked]
  const mode = TAPE_MODES.find((each) => each === wanted)
  if (mode !== undefined) return mode
  throw new TapedeckError(
    'BAD_OPTION',
    `${name} is ${JSON.stringify(wanted)}: it must be one of ${TAPE_MODES.join(', ')}`,
    {
      name,
      value: wanted,
    },
  )
}

/** Beside its place until it is whole. The name's end stays: it says in which form a tape is written. */
async function recordTo(path: string, record: (to: string) => Promise<unknown>): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  const to = join(folder, `recording-${randomUUID()}-${basename(path)}`)
  try {
    await record(to)
    if (!existsSync(to)) throw new TapedeckError('BAD_OPTION', `record() has written no file ${to}`)
    await rename(to, path)
  } finally {
    await rm(to, { force: true })
  }
}

async function check(path: string): Promise<void> {
  const [problem] = (await verifyTape(path)).problems
  if (problem !== undefined) throw new TapedeckError('TAPE_CORRUPT', `${path}: ${problem}; record it anew`, { path })
}

function missing(path: string, command: string): TapedeckError {
  return new TapedeckError(
    'TAPE_LOCKED',
    `${path} is not there, and may not be recorded here; this makes it: ${command}`,
    {
      path,
      command,
    },
  )
}

const RUNNERS = [
  ['VITEST', 'npx vitest run'],
  ['JEST_WORKER_ID', 'npx jest'],
  ['TEST_WORKER_INDEX', 'npx playwright test'],
] as const

/** The command that runs the file from which `useTape` was called. */
function commandOf(stack: string): string {
  const runner = RUNNERS.find(([name]) => process.env[name] !== undefined)?.[1] ?? 'node'
  const files = stack.split('\n').map((line) => /(?:\(|at )((?:file:\/\/)?\/[^()]+?):\d+:\d+\)?$/.exec(line)?.[1])
  const own = files.find((file) => file !== undefined)
  const caller = files.find((file) => file !== undefined && file !== own)
  const path = caller?.startsWith('file:') === true ? fileURLToPath(caller) : caller
  return `TAPEDECK_TAPES=auto ${runner}${path === undefined ? '' : ` ${relative(process.cwd(), path)}`}`
}
