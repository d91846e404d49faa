/** Flags of command lines: what goes wrong with them names the flag, the value and the way out. */

import { TapedeckError } from '@tapedeck/protocol'

export const textFlag = { type: 'string' } as const
export const manyFlag = { type: 'string', multiple: true } as const
export const switchFlag = { type: 'boolean' } as const

/** Runs a parser of `node:util`; its errors become `BAD_OPTION`. */
export function checkFlags<Parsed>(parse: () => Parsed): Parsed {
  try {
    return parse()
  } catch (thrown) {
    const reason = thrown instanceof Error ? (thrown.message.split('. ')[0] ?? thrown.message) : String(thrown)
    throw new TapedeckError('BAD_OPTION', `${reason}; --help lists every flag`, {}, thrown)
  }
}

/** The number that a flag was given, undefined where it was not. Throws `BAD_OPTION`. */
export function numberFlag(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const number = value.trim() === '' ? Number.NaN : Number(value)
  if (Number.isNaN(number)) {
    throw new TapedeckError('BAD_OPTION', `--${option} ${JSON.stringify(value)} is not a number`, { option, value })
  }
  return number
}
