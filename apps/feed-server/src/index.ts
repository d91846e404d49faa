/** The documented face of the feed server. */

export type { AccessRules } from './access.ts'
export { consoleLog, silentLog, type Log } from './log.ts'
export type { FeedServerOptions } from './options.ts'
export type { FollowedTopic } from './fan-out/topics.ts'
export { startFeedServer, type FeedServer } from './start-feed-server.ts'
