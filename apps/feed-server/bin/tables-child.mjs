// @ts-check
/**
 * The process that DuckDB runs in, so that what it takes of memory or brings down is its own. It does what its parent asks over
 * IPC: opens databases that may touch the files named with them and no others, runs statements, and hands rows over in pieces.
 */

import { DuckDBInstance } from '@duckdb/node-api'

/** @typedef {{ readonly instance: DuckDBInstance, readonly connection: import('@duckdb/node-api').DuckDBConnection }} Session */
/** @typedef {{ readonly id: number, readonly op: string, readonly session: number } & Record<string, any>} Request */

/** @type {Map<number, Session>} */
const sessions = new Map()
/** Results that are being handed over, by the request that began them. @type {Map<number, import('@duckdb/node-api').DuckDBResult>} */
const results = new Map()

/** @type {Record<string, (request: Request) => Promise<unknown>>} */
const OPERATIONS = {
  async open({ session, path, allowed }) {
    const list = allowed.map((/** @type {string} */ each) => `'${each.replaceAll("'", "''")}'`).join(', ')
    const instance = await DuckDBInstance.create(path, {
      threads: '1',
      memory_limit: '256MB',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    })
    const connection = await instance.connect()
    await connection.run(`SET allowed_paths = [${list}]`)
    await connection.run('SET enable_external_access = false')
    await connection.run('SET lock_configuration = true')
    sessions.set(session, { instance, connection })
  },
  async run({ session, sql, values }) {
    const result = await sessionOf(session).connection.run(sql, values)
    return (await result.getRows()).map(plain)
  },
  async rows({ id, session, sql }) {
    results.set(id, await sessionOf(session).connection.stream(sql))
  },
  async more({ of }) {
    const chunk = await results.get(of)?.fetchChunk()
    if (chunk !== undefined && chunk !== null && chunk.rowCount > 0) return chunk.getRows().map(plain)
    results.delete(of)
    return null
  },
  async append({ session, table, rows }) {
    const appender = await sessionOf(session).connection.createAppender(table)
    for (const row of rows) {
      for (const value of row) {
        if (value === null) appender.appendNull()
        else if (typeof value === 'bigint') appender.appendBigInt(value)
        else appender.appendVarchar(value)
      }
      appender.endRow()
    }
    appender.closeSync()
  },
  async close({ session }) {
    const { connection, instance } = sessionOf(session)
    sessions.delete(session)
    connection.closeSync()
    instance.closeSync()
  },
}

/** Rows that can travel: integers as they are, everything else as its text. @param {readonly unknown[]} row */
function plain(row) {
  return row.map((value) => (value === null || typeof value === 'bigint' ? value : String(value)))
}

/** @param {number} number */
function sessionOf(number) {
  const session = sessions.get(number)
  if (session === undefined) throw new Error(`there is no session ${number}`)
  return session
}

// one after the other: a connection does one thing at a time
let last = Promise.resolve()
process.on('message', (/** @type {Request} */ request) => {
  last = last.then(async () => {
    try {
      const answer = await OPERATIONS[request.op]?.(request)
      process.send?.({ id: request.id, answer })
    } catch (thrown) {
      process.send?.({ id: request.id, problem: thrown instanceof Error ? thrown.message : String(thrown) })
    }
  })
})
// the parent is gone
process.on('disconnect', () => process.exit(0))
// Ctrl+C goes to both; the parent says when it is enough
process.on('SIGINT', () => undefined)
