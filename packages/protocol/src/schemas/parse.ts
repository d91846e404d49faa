/** Parses by a schema, and says of what does not fit where it stands, what it is, and which rule it breaks. */

import type { z } from 'zod'
import { TapedeckError, type ErrorCode } from '../errors.ts'

/** One thing that does not fit. */
export interface FormProblem {
  /** `symbols[2]`; empty for the whole. */
  readonly path: string
  /** What stands there, shortened. */
  readonly value: string
  readonly rule: string
}

/** Problems listed in `details.problems`; the rest are counted. */
const MOST_PROBLEMS = 20
/** Problems that the message itself names. */
const NAMED_PROBLEMS = 3
const LONGEST_VALUE = 40
const LONGEST_RULE = 260

/** The parsed request. Throws `BAD_MESSAGE`, whose `details` are `{ problems: { path, value, rule }[], count }`. */
export function parseRequest<T>(schema: z.ZodType<T>, value: unknown): T {
  return parseAs('BAD_MESSAGE', 'the request', schema, value)
}

/** Parses; throws with the code, naming the thing that was read, and the file where it came from one. */
export function parseAs<T>(code: ErrorCode, thing: string, schema: z.ZodType<T>, value: unknown, file?: string): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const { issues } = parsed.error
  const problems = issues.slice(0, MOST_PROBLEMS).map((issue): FormProblem => {
    const rule = shorten(issue.message.replace(/^Invalid input: /, ''), LONGEST_RULE)
    return { path: pathText(issue.path), value: describe(valueAt(value, issue.path)), rule }
  })
  const named = problems
    .slice(0, NAMED_PROBLEMS)
    .map(({ path, value: found, rule }) => `${path === '' ? thing : path} is ${found}: ${rule}`)
  const others = issues.length - named.length
  const message = `${named.join('; ')}${others > 0 ? `; and ${others} more` : ''}`
  const counted = { problems, count: issues.length }
  if (file === undefined) throw new TapedeckError(code, message, counted)
  throw new TapedeckError(code, `${file}: ${message}`, { file, ...counted })
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    return text === '' ? String(key) : `${text}.${String(key)}`
  }, '')
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    root,
  )
}

/** What a value is, in few words, however large it may be. */
function describe(value: unknown): string {
  if (value === undefined) return 'missing'
  if (typeof value === 'string') return JSON.stringify(shorten(value, LONGEST_VALUE))
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value)
  if (Array.isArray(value)) return `an array of ${value.length}`
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function shorten(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}...` : text
}
