/** The feed without a network, without the server behind the other one: for tests of components. */

export { fakeFeed, type FakeFeed } from './fake/fake-feed.ts'
export { hear, type Heard, type HeardEvent, type HeardName } from './hear.ts'
