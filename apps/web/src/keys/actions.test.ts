import { expect, it } from 'vitest'
import { Actions, type Action } from './actions.ts'

function actionOf(id: string, keys: readonly string[], done: string[], isEnabled?: () => boolean): Action {
  return { id, group: 'page', name: id, keys, run: () => done.push(id), ...(isEnabled && { isEnabled }) }
}

it('does what a key asks for, as long as it is there', () => {
  const done: string[] = []
  const actions = new Actions()
  const takeBack = actions.add([actionOf('a', ['a', 'Space'], done)])
  expect(actions.press('Space', 'on')).toBe(true)
  expect(actions.press('x', 'on')).toBe(false)
  takeBack()
  expect(actions.press('a', 'on')).toBe(false)
  expect(done).toEqual(['a'])
})

it('does the first that can be done, and keeps the key where none can', () => {
  const done: string[] = []
  const actions = new Actions()
  let isOpen = true
  actions.add([actionOf('close', ['Escape'], done, () => isOpen), actionOf('off', ['o'], done, () => false)])
  actions.add([actionOf('live', ['Escape'], done)])
  actions.press('Escape', 'on')
  isOpen = false
  actions.press('Escape', 'on')
  expect(actions.press('o', 'on')).toBe(true)
  expect(done).toEqual(['close', 'live'])
})

it('leaves characters alone where they are turned off', () => {
  const done: string[] = []
  const actions = new Actions()
  actions.add([actionOf('a', ['a', 'Mod+k'], done)])
  expect(actions.press('a', 'off')).toBe(false)
  expect(actions.press('Mod+k', 'off')).toBe(true)
  expect(done).toEqual(['a'])
})
