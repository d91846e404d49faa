/** The whole acceptance run of the class of currencies. */

import { describeClass } from './class-suite.fixture.ts'
import { SEEDS, SESSIONS } from './market-class.ts'

describeClass('fx', { seeds: SEEDS, sessions: SESSIONS, timeoutMs: 1_200_000 })
