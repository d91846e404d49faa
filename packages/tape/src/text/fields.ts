/** Checks of single fields of a text tape's lines. What fails says the tape, the line, the field and the value. */

import { parseScaled, SCALED_LIMIT, TapedeckError, type JsonValue } from '@tapedeck/protocol'

/** Where in a tape a reader stands; the reader moves `line` on. */
export interface LinePlace {
  /** What people call the tape: a file name. */
  readonly name: string
  /** From 1. */
  line: number
}

/** A line as JSON has it, nothing checked yet. */
export type LineRecord = Readonly<Record<string, unknown>>

/** Markers nested deeper than this are refused: recursion over them would not be safe. */
const MAX_DEPTH = 64
const SHOWN_CHARACTERS = 60

/** The error of a line as a whole. */
export function corruptLine(place: LinePlace, problem: string, cause?: unknown): TapedeckError {
  const details = { tape: place.name, line: place.line }
  return new TapedeckError('TAPE_CORRUPT', `${place.name}, line ${place.line}: ${problem}`, details, cause)
}

/** The error of one field. */
export function corruptField(place: LinePlace, field: string, value: unknown, rule: string): TapedeckError {
  const shown = show(value)
  return new TapedeckError('TAPE_CORRUPT', `${place.name}, line ${place.line}: ${field} ${shown} ${rule}`, {
    tape: place.name,
    line: place.line,
    field,
    value: value === undefined ? null : shown,
  })
}

/** A value for people; never recursive, because what is corrupt may be nested without end. */
function show(value: unknown): string {
  if (value === undefined) return 'is missing: it'
  if (Array.isArray(value)) return '[...]'
  if (typeof value === 'object' && value !== null) return '{...}'
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}...`
}

/** An integer that a double holds exactly. */
export function intField(value: unknown, field: string, place: LinePlace): number {
  if (!Number.isSafeInteger(value)) throw corruptField(place, field, value, 'must be an integer within 2^53')
  // -0 and 0 are one number
  return (value as number) + 0
}

export function countField(value: unknown, field: string, place: LinePlace): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw corruptField(place, field, value, 'must be an integer from 0')
  }
  return (value as number) + 0
}

export function textField(value: unknown, field: string, place: LinePlace): string {
  if (typeof value !== 'string') throw corruptField(place, field, value, 'must be text')
  return value
}

export function oneOfField<T extends string>(
  value: unknown,
  field: string,
  options: readonly T[],
  place: LinePlace,
): T {
  for (const option of options) if (value === option) return option
  throw corruptField(place, field, value, `must be one of ${options.join(', ')}`)
}

export function recordField(value: unknown, field: string, place: LinePlace): LineRecord {
  if (!isRecord(value)) throw corruptField(place, field, value, 'must be an object')
  return value
}

export function arrayField(value: unknown, field: string, place: LinePlace): readonly unknown[] {
  if (!Array.isArray(value)) throw corruptField(place, field, value, 'must be a list')
  return value
}

export function isRecord(value: unknown): value is LineRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Decimal text as a scaled integer; it must be exact at the precision. */
export function decimalField(value: unknown, field: string, precision: number, place: LinePlace): number {
  if (typeof value !== 'string') throw corruptField(place, field, value, 'must be a decimal as text')
  const plain = parsePlainDecimal(value, precision)
  if (plain !== undefined) return plain
  const parsed = parseScaled(value, precision)
  if (parsed === undefined) throw corruptField(place, field, value, 'is not a decimal in range')
  if (!parsed.exact) throw corruptField(place, field, value, `has more than the instrument's ${precision} decimals`)
  return parsed.value
}

/**
 * The form that the encoder writes, read without allocation: four of these stand on every quote's line. Undefined for any
 * other form. Exact: each step stays an integer, and what passes 10^15 is refused.
 */
function parsePlainDecimal(text: string, precision: number): number | undefined {
  const negative = text.charCodeAt(0) === 45
  const first = negative ? 1 : 0
  let n = 0
  let decimals = -1
  for (let i = first; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 48 && code <= 57) {
      n = n * 10 + (code - 48)
      if (decimals >= 0) decimals++
    } else if (code === 46 && decimals < 0 && i > first) {
      decimals = 0
    } else {
      return undefined
    }
  }
  if (text.length === first || decimals > precision) return undefined
  for (let missing = precision - Math.max(decimals, 0); missing > 0; missing--) n *= 10
  if (n >= SCALED_LIMIT) return undefined
  return negative && n !== 0 ? -n : n
}

/** An object that can be written as JSON again: finite numbers, and not nested without end. */
export function jsonObjectField(value: unknown, field: string, place: LinePlace): Readonly<Record<string, JsonValue>> {
  const record = recordField(value, field, place)
  checkJson(record, field, 0, place)
  return record as Readonly<Record<string, JsonValue>>
}

function checkJson(value: unknown, field: string, depth: number, place: LinePlace): void {
  if (depth > MAX_DEPTH) throw corruptField(place, field, value, `is nested deeper than ${MAX_DEPTH}`)
  // JSON may say 1e999
  if (value === Infinity || value === -Infinity) throw corruptField(place, field, value, 'must be a finite number')
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) checkJson(member, field, depth + 1, place)
  }
}

/** Refuses fields that the line's type does not have: a misspelt one would otherwise be lost silently. */
export function checkFields(record: LineRecord, allowed: readonly string[], place: LinePlace): void {
  for (const field in record) {
    if (!allowed.includes(field)) {
      throw corruptField(place, field, record[field], `is not a field here (known: ${allowed.join(', ')})`)
    }
  }
}
