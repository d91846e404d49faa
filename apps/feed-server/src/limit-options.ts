/** Limits as options: known by name, none below 0 and no rate at 0, the others at their defaults. */

import { DEFAULT_LIMITS, TapedeckError, type Limits } from '@tapedeck/protocol'
import { numberFlag } from './flags.ts'

/** Fills in defaults. Throws `BAD_OPTION`. */
export function limitsOf(given: Partial<Limits>): Limits {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(DEFAULT_LIMITS, name)) {
      throw new TapedeckError(
        'BAD_OPTION',
        `--limit ${JSON.stringify(name)} is not one of ${Object.keys(DEFAULT_LIMITS).join(', ')}`,
        { limit: name },
      )
    }
    const isRate = name.includes('PerSecond')
    if (!(value >= 0) || (isRate && value === 0)) {
      const rule = isRate ? 'above 0' : '0 or more'
      throw new TapedeckError('BAD_OPTION', `--limit ${name}=${value} is not ${rule}`, { limit: name, value })
    }
  }
  return { ...DEFAULT_LIMITS, ...given }
}

/** What `--limit NAME=N` gives. Throws `BAD_OPTION`. */
export function limitFlags(flags: readonly string[]): Partial<Limits> {
  return Object.fromEntries(
    flags.map((flag) => {
      const [name = '', value = ''] = flag.split('=', 2)
      return [name, numberFlag(`limit ${name}`, value)]
    }),
  )
}
