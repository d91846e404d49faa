// @ts-check
/** `npm run messages`: compiles the page's texts (apps/web/messages) into the functions that it imports. */

import './node-version.mjs'
import { orSay } from './child.mjs'
import { ensureMessages } from './ensure.mjs'

await orSay(ensureMessages)
