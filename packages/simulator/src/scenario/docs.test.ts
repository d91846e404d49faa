/** docs/scenarios.md against the program. */

import { micros } from '@tapedeck/protocol'
import { describe, expect, it } from 'vitest'
import page from '../../../../docs/scenarios.md?raw'
import { codeIn, rowsOf, sectionOf, tableIn } from '../forms/documented.fixture.ts'
import { DEFAULT_INSTRUMENTS } from '../instruments/default-instruments.ts'
import { SCENARIOS } from './catalogue.ts'
import { checkScenario } from './check.ts'
import { FAULT_FIELDS } from './fault-fields.ts'
import { FAULT_HEAD_FIELDS, SCENARIO_FIELDS, STEP_HEAD_FIELDS } from './fields.ts'
import { STEP_FIELDS } from './step-fields.ts'
import { parseScenario } from './schema.ts'

const market = DEFAULT_INSTRUMENTS.map(({ instrument }) => instrument)

describe('docs/scenarios.md', () => {
  it('lists the catalogue as it is', () => {
    expect(tableIn(sectionOf(page, 'The catalogue'))).toEqual(
      SCENARIOS.map(({ name, title }) => [`\`${name}\``, title]),
    )
  })

  it('has the keys of scenarios, steps and faults as they are', () => {
    expect(tableIn(sectionOf(page, 'A scenario'))).toEqual(rowsOf(SCENARIO_FIELDS))
    expect(tableIn(sectionOf(page, 'Steps'))).toEqual(rowsOf(STEP_HEAD_FIELDS))
    expect(tableIn(sectionOf(page, 'Faults'))).toEqual(rowsOf(FAULT_HEAD_FIELDS))
  })

  it.each(Object.entries({ ...STEP_FIELDS, ...FAULT_FIELDS }))('explains %s as it is', (kind, { meaning, fields }) => {
    const section = sectionOf(page, `\`${kind}\``)
    expect(section.trim().split('\n')[0]).toBe(meaning)
    expect(tableIn(section)).toEqual(rowsOf(fields))
  })

  it('shows scenarios that can be started', () => {
    const examples = codeIn(page, 'json')
    expect(examples).toHaveLength(2)
    for (const example of examples) checkScenario(parseScenario(JSON.parse(example)), market, micros(0))
  })

  it('shows what mistakes are told', () => {
    const [shown = ''] = codeIn(sectionOf(page, 'Mistakes'), 'text')
    const step = { kind: 'price-jump', symbols: ['AAPL'], change: 0.1 }
    const mistakes = [
      { ...step, change: 70 },
      { ...step, chnage: 0.1 },
      { ...step, symbols: ['APPL'] },
    ].map((mistaken) => ({ name: 'my-crash', steps: [mistaken] }))
    const told = mistakes.map((mistake) => {
      try {
        checkScenario(parseScenario(mistake, 'my-crash.json'), market, micros(0))
      } catch (thrown) {
        return (thrown as Error).message
      }
      return 'nothing'
    })
    expect(shown.trim().split('\n')).toEqual(told)
  })
})
