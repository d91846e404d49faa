/** The documentation as tests compare it with the program: its examples, and its tables. */

import { rangeOf, type Field, type Fields } from './field.ts'

/** The part of a page under a heading of any level, up to the next heading. */
export function sectionOf(page: string, heading: string): string {
  const sections = page.split(/^#{1,4} /m)
  const found = sections.find((section) => section.startsWith(`${heading}\n`))
  if (found === undefined) throw new Error(`the page has no section ${heading}`)
  return found.slice(heading.length)
}

/** The code blocks of a language. */
export function codeIn(text: string, language: string): readonly string[] {
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, each, code = '']) =>
    each === language ? [code] : [],
  )
}

/** The cells of the first table, without the head. */
export function tableIn(text: string): readonly (readonly string[])[] {
  const rows = text.split('\n').filter((line) => line.startsWith('|'))
  return rows.slice(2).map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
}

/** The rows that document fields: key, what may stand there, default, meaning. */
export function rowsOf(fields: Fields): readonly (readonly string[])[] {
  return Object.entries(fields).flatMap(([key, field]) => rowsOfField(key, field))
}

function rowsOfField(key: string, field: Field): readonly (readonly string[])[] {
  const row = [`\`${key}\``, rangeOf(field), defaultOf(field), field.meaning]
  if (field.kind !== 'list') return [row]
  return [row, ...Object.entries(field.of).flatMap(([inner, each]) => rowsOfField(`${key}[].${inner}`, each))]
}

function defaultOf({ default: value, otherwise }: Field): string {
  if (value === undefined) return otherwise ?? 'must be given'
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
}
