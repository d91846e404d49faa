// @ts-check
/** `npm start -- ...`: installs and builds what is missing, then runs the feed server with the flags given. */

import './node-version.mjs'
import { launch } from './launch.mjs'

await launch('main.js', process.argv.slice(2))
