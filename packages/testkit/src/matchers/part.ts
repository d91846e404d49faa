/** Whether a value has what a test expects of it, and values in words. */

import { isDeepStrictEqual } from 'node:util'

/** What `expect.any(Number)` and its like are, in Vitest and in Jest. */
interface Asymmetric {
  asymmetricMatch(value: unknown): boolean
  /** `Any<Number>` */
  toAsymmetricMatcher?(): string
  toString(): string
}

/** Every field of `part` is there with that value; other fields may be anything. Arrays are the same throughout. */
export function hasPart(value: unknown, part: unknown): boolean {
  if (isAsymmetric(part)) return part.asymmetricMatch(value)
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return isDeepStrictEqual(value, part)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(part).every(([key, expected]) =>
    hasPart((value as Readonly<Record<string, unknown>>)[key], expected),
  )
}

/** As JSON, with the names of what stands for many values. */
export function textOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  return JSON.stringify(value, (_, inner: unknown) =>
    isAsymmetric(inner) ? (inner.toAsymmetricMatcher?.() ?? String(inner)) : inner,
  )
}

function isAsymmetric(value: unknown): value is Asymmetric {
  return typeof value === 'object' && value !== null && 'asymmetricMatch' in value
}
