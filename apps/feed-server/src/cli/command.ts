/** What a command of `tapedeck` is, and how its arguments are read. */

import { parseArgs, type ParseArgsConfig } from 'node:util'
import { TapedeckError } from '@tapedeck/protocol'
import { checkFlags } from '../flags.ts'
import type { Terminal } from './terminal.ts'

export interface Command {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** The whole help, with examples. Absent where the command prints its own. */
  readonly help?: string
  /** Resolves with the exit code: 0, or 1 where it found what it looked for to be wrong. Rejects with a TapedeckError. */
  run(args: readonly string[], terminal: Terminal): Promise<number>
}

type Flags = NonNullable<ParseArgsConfig['options']>

type Parsed<Known extends Flags> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Known; allowPositionals: true }>
>

/** Flags and the names beside them. Throws `BAD_OPTION` for a flag that is not known, or that lacks its value. */
export function readArguments<const Known extends Flags>(args: readonly string[], options: Known): Parsed<Known> {
  return checkFlags(() => parseArgs({ args: [...args], options, allowPositionals: true }))
}

/** The one file that a command takes. Throws `BAD_OPTION`. */
export function oneFile(command: string, names: readonly string[]): string {
  const [name] = manyFiles(command, names, 1, 1)
  return name ?? ''
}

/** The files that a command takes. Throws `BAD_OPTION` where there are too few or too many of them. */
export function manyFiles(
  command: string,
  names: readonly string[],
  fewest: number,
  most: number = Infinity,
): readonly string[] {
  if (names.length >= fewest && names.length <= most) return names
  const wanted = most === Infinity ? `${fewest} or more` : fewest === most ? String(fewest) : `${fewest} to ${most}`
  const excess = names.length > most ? `; ${JSON.stringify(names[most])} is one too many` : ''
  throw new TapedeckError(
    'BAD_OPTION',
    `${command} takes ${wanted} ${wanted === '1' ? 'file' : 'files'}, not ${names.length}${excess}; tapedeck ${command} --help shows examples`,
    { command, files: names },
  )
}

/** The value of a flag that must be there. Throws `BAD_OPTION`. */
export function required(command: string, flag: string, value: string | undefined): string {
  if (value !== undefined && value !== '') return value
  throw new TapedeckError('BAD_OPTION', `${command} needs --${flag}; tapedeck ${command} --help shows examples`, {
    command,
    flag,
  })
}

/** The words of a flag that takes a list: `A,B`, or given several times. Undefined where it was not given. */
export function listOf(values: readonly string[] | undefined): readonly string[] | undefined {
  if (values === undefined) return undefined
  const words = values.flatMap((value) => value.split(',')).map((word) => word.trim())
  return [...new Set(words.filter((word) => word !== ''))]
}
