/** What becomes of a tape in each mode. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Message } from './messages/message.ts'
import { readMessages } from './messages/message-tape.ts'
import { createMessageTape } from './recording/tape-of-messages.ts'
import { useTape, type TapeMode } from './use-tape.ts'

let folder = ''
let recorded = 0
const path = (): string => join(folder, 'tapes', 'feed.tape.jsonl')
const frame: Message = { transport: 'websocket', direction: 'to-client', connection: 1, type: 'frame', data: 'hello' }
const record = async (to: string): Promise<void> => {
  recorded++
  const tape = await createMessageTape(to, 'a test', false)
  tape.write({ ...frame, data: `hello ${recorded}` })
  await tape.close()
}
/** What is said on the tape. */
const said = async (): Promise<unknown> =>
  (await readMessages(path())).map(({ message }) => 'data' in message && message.data)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-modes-'))
  recorded = 0
  vi.stubEnv('CI', '')
  vi.stubEnv('TAPEDECK_TAPES', '')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

describe('a tape', () => {
  it('is recorded once where it is missing, and each time where that is asked', async () => {
    expect(await useTape(path(), { record })).toBe(path())
    await useTape(path(), { record })
    expect(await said()).toEqual(['hello 1'])
    await useTape(path(), { record, mode: 'record' })
    expect(await said()).toEqual(['hello 2'])
    expect(readdirSync(join(folder, 'tapes'))).toEqual(['feed.tape.jsonl'])
  })

  it.each<TapeMode>(['replay', 'locked'])(
    'that is missing is an error of %s, which has the command that makes it',
    async (mode) => {
      await expect(useTape(path(), { record, mode })).rejects.toMatchObject({
        code: 'TAPE_LOCKED',
        message: `${path()} is not there, and may not be recorded here; this makes it: TAPEDECK_TAPES=auto npx vitest run packages/testkit/src/use-tape.test.ts`,
      })
      await expect(useTape(path(), { record, mode, command: 'make tapes' })).rejects.toMatchObject({
        details: { command: 'make tapes' },
      })
      expect(recorded).toBe(0)
    },
  )

  it('is locked in CI, and as the environment says above all', async () => {
    vi.stubEnv('CI', 'true')
    await expect(useTape(path(), { record })).rejects.toMatchObject({ code: 'TAPE_LOCKED' })
    vi.stubEnv('TAPEDECK_TAPES', 'auto')
    await useTape(path(), { record, mode: 'locked' })
    vi.stubEnv('TAPEDECK_TAPES', 'record')
    await useTape(path(), { record, mode: 'replay' })
    expect(recorded).toBe(2)
    vi.stubEnv('TAPEDECK_TAPES', 'sometimes')
    await expect(useTape(path(), { record })).rejects.toMatchObject({
      code: 'BAD_OPTION',
      message: 'TAPEDECK_TAPES is "sometimes": it must be one of auto, record, replay, locked',
    })
    vi.stubEnv('TAPEDECK_TAPES', '')
    await expect(useTape(path(), { record, mode: 'once' as TapeMode })).rejects.toThrow('mode is "once": it must be')
  })

  it('that is cut off is played, unless it is locked', async () => {
    await useTape(path(), { record })
    const whole = readFileSync(path(), 'utf8')
    writeFileSync(path(), whole.slice(0, whole.indexOf('{"type":"end"')))
    expect(await useTape(path(), { record, mode: 'replay' })).toBe(path())
    expect(await said()).toEqual(['hello 1'])
    await expect(useTape(path(), { record, mode: 'locked' })).rejects.toMatchObject({ code: 'TAPE_CORRUPT' })
  })

  it('stays as it was when the recording fails', async () => {
    await useTape(path(), { record })
    const fails = async (to: string): Promise<void> => {
      writeFileSync(to, 'half')
      await Promise.reject(new Error('the feed is down'))
    }
    await expect(useTape(path(), { record: fails, mode: 'record' })).rejects.toThrow('the feed is down')
    expect(await said()).toEqual(['hello 1'])
    expect(readdirSync(join(folder, 'tapes'))).toEqual(['feed.tape.jsonl'])
    await expect(useTape(path(), { record: () => Promise.resolve(), mode: 'record' })).rejects.toMatchObject({
      code: 'BAD_OPTION',
    })
  })
})
