/** The whole acceptance run of the class of coins. */

import { describeClass } from './class-suite.fixture.ts'
import { SEEDS, SESSIONS } from './market-class.ts'

describeClass('crypto', { seeds: SEEDS, sessions: SESSIONS, timeoutMs: 1_200_000 })
