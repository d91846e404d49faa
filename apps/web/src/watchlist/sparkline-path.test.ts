import { expect, it } from 'vitest'
import { createPacedQueue } from './paced-queue.ts'
import { sparklinePath } from './sparkline-path.ts'

it.each([
  [[], ''],
  [[5], ''],
  [[1, 3, 2], 'M0.0 18.5L30.0 1.5L60.0 10.0'],
  [[7, 7], 'M0.0 10.0L60.0 10.0'],
])('the sparkline of %j is %j', (values, path) => {
  expect(sparklinePath(values)).toBe(path)
})

it('a paced queue makes a burst, then so many a second, the newest wish first', () => {
  const made: string[] = []
  const queue = createPacedQueue<string>(2, 1, (item) => made.push(item))
  for (const item of ['a', 'b', 'c', 'd', 'e']) queue.want(item)
  queue.drop('d')
  queue.pass(1000)
  expect(made.splice(0)).toEqual(['e', 'c'])
  queue.pass(1900)
  expect(made).toEqual([])
  queue.pass(2000)
  expect(made.splice(0)).toEqual(['b'])
  queue.pass(60_000)
  expect(made).toEqual(['a'])
})
