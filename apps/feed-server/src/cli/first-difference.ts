/** The first field in which two events, or two headers, differ. */

/** Where two values differ: the path to the field, and what stands there in each. */
export interface FieldDifference {
  readonly field: string
  readonly one: unknown
  readonly other: unknown
}

/** The first difference of two values of plain data, in the order of the fields of the first; undefined where they are equal. */
export function firstDifference(
  one: unknown,
  other: unknown,
  ignored: ReadonlySet<string> = new Set(),
  path = '',
): FieldDifference | undefined {
  if (Object.is(one, other)) return undefined
  if (!isPlain(one) || !isPlain(other) || Array.isArray(one) !== Array.isArray(other)) {
    return { field: path, one, other }
  }
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    if (ignored.has(key)) continue
    const field = Array.isArray(one) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`
    const found = firstDifference(one[key], other[key], ignored, field)
    if (found !== undefined) return found
  }
  return undefined
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
