/** DuckDB, in a child process that starts on first use: whatever becomes of it, the feed is not touched. */

import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { TapedeckError } from '@tapedeck/protocol'

/** What a column can hold: integers as bigint, everything else as text. */
export type Value = string | bigint | null
export type Row = readonly Value[]

/** A database with what it may touch. Every method rejects with `TABLES_FAILED`: what DuckDB says, or that its process is gone. */
export interface TableSession {
  /** Runs a statement; `values` are its `?`. */
  run(sql: string, values?: readonly Value[]): Promise<readonly Row[]>
  /** The rows of a query, a piece at a time. */
  rows(sql: string): AsyncGenerator<readonly Row[], void>
  /** Adds rows to a table, in the order of its columns. */
  append(table: string, rows: readonly Row[]): Promise<void>
  close(): Promise<void>
}

/** Seen from the sources and from the build alike. */
const CHILD = fileURLToPath(new URL('../../bin/tables-child.mjs', import.meta.url))

interface Waiting {
  resolve(answer: unknown): void
  reject(error: TapedeckError): void
}

export class Tables {
  #child: ChildProcess | undefined
  readonly #waiting = new Map<number, Waiting>()
  #asked = 0
  #sessions = 0

  /** The process that runs now, for those who look after it; undefined while there is none. */
  get processId(): number | undefined {
    return this.#child?.pid
  }

  /** Opens a database, `:memory:` or a file, that may read and write the files named and nothing else. */
  async open(path: string, allowed: readonly string[]): Promise<TableSession> {
    const session = ++this.#sessions
    const child = this.#running()
    const ask = (op: string, what: object = {}): Promise<unknown> => {
      // its databases went with the process: another one knows nothing of this session
      if (child !== this.#child) return Promise.reject(gone())
      return this.#ask(child, { op, session, ...what })
    }
    await ask('open', { path, allowed })
    return {
      run: async (sql, values = []) => (await ask('run', { sql, values })) as readonly Row[],
      async *rows(sql) {
        const of = (await ask('rows', { sql, isBeginning: true })) as number
        for (;;) {
          const rows = (await ask('more', { of })) as readonly Row[] | null
          if (rows === null) return
          yield rows
        }
      },
      async append(table, rows) {
        await ask('append', { table, rows })
      },
      async close() {
        await ask('close')
      },
    }
  }

  /** Ends the process. */
  close(): void {
    this.#child?.kill()
    this.#child = undefined
  }

  #running(): ChildProcess {
    if (this.#child !== undefined) return this.#child
    const child = fork(CHILD, { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    this.#child = child
    const end = (): void => {
      if (this.#child === child) this.#child = undefined
      const waiting = [...this.#waiting.values()]
      this.#waiting.clear()
      for (const each of waiting) each.reject(gone())
    }
    child.on('exit', end)
    child.on('error', end)
    child.on('message', (message: { readonly id: number; readonly answer?: unknown; readonly problem?: string }) => {
      const waiting = this.#waiting.get(message.id)
      this.#waiting.delete(message.id)
      // nothing keeps the program alive that nobody waits for
      if (this.#waiting.size === 0) child.channel?.unref()
      if (message.problem === undefined) waiting?.resolve(message.answer)
      else waiting?.reject(new TapedeckError('TABLES_FAILED', `DuckDB: ${message.problem.split('\n')[0] ?? ''}`))
    })
    child.unref()
    return child
  }

  #ask(child: ChildProcess, request: { readonly op: string } & Record<string, unknown>): Promise<unknown> {
    const id = ++this.#asked
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: (answer) => resolve(request['isBeginning'] === true ? id : answer), reject })
      child.channel?.ref()
      child.send({ id, ...request }, (error) => {
        if (error === null || !this.#waiting.delete(id)) return
        reject(gone())
      })
    })
  }
}

function gone(): TapedeckError {
  return new TapedeckError('TABLES_FAILED', 'the process of DuckDB ended before it answered; ask again')
}

/** Text as SQL has it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A name as SQL has it. */
export function named(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
