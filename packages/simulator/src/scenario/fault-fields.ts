/** What may stand in each kind of fault. */

import { SHORTEST, type Kind } from './fields.ts'
import type { FaultKind, FaultOf } from './input.ts'

const probability = {
  kind: 'number',
  min: 0,
  max: 1,
  default: 0.0001,
  meaning: 'For each event: 0.0001 is one in ten thousand.',
} as const

export const FAULT_FIELDS: { readonly [Of in FaultKind]: Kind<FaultOf<Of>> } = {
  drop: { meaning: 'Events are lost.', fields: { probability } },
  duplicate: { meaning: 'Events come twice.', fields: { probability } },
  reorder: {
    meaning: 'Events come after later ones.',
    fields: {
      probability,
      window: {
        kind: 'span',
        min: SHORTEST,
        max: '1h',
        default: '50ms',
        meaning: 'How long an event is held back at most.',
      },
    },
  },
  delay: {
    meaning: 'Every event comes later, in order.',
    fields: { by: { kind: 'span', min: SHORTEST, max: '1h', default: '5s', meaning: 'How much later.' } },
  },
  freeze: {
    meaning: 'Nothing comes.',
    fields: {
      then: {
        kind: 'choice',
        of: ['burst', 'lose'],
        default: 'burst',
        meaning: 'Afterwards all that was held comes at once, or it is lost.',
      },
    },
  },
  skew: {
    meaning: 'The venue’s clock is wrong: the time at which events are said to have happened is off.',
    fields: {
      by: { kind: 'span', min: SHORTEST, max: '1d', default: '300ms', meaning: 'How far.' },
      ahead: { kind: 'flag', default: true, meaning: 'Whether the clock is ahead or behind.' },
    },
  },
}
