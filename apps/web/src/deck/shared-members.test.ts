import { expect, it } from 'vitest'
import { membersOf } from './shared-members.ts'

it('lists the driver first, also one that looks at nothing', () => {
  expect(membersOf({ driver: 'b', members: ['a', 'b', 'c'] }, 'c')).toEqual([
    { id: 'b', isOwn: false, isDriver: true },
    { id: 'a', isOwn: false, isDriver: false },
    { id: 'c', isOwn: true, isDriver: false },
  ])
  expect(membersOf({ driver: 'rest', members: ['a'] }, 'a').map(({ id }) => id)).toEqual(['rest', 'a'])
  expect(membersOf({ driver: null, members: ['a'] }, 'a')).toEqual([{ id: 'a', isOwn: true, isDriver: false }])
})

it('lists nobody where nothing is known', () => {
  expect(membersOf(undefined, undefined)).toEqual([])
})
