/** The acceptance table of a report: what was measured beside what is accepted and what is published. */

import { ACCEPTANCE, type AcceptanceRow } from '../acceptance/acceptance.ts'
import { classOf } from '../acceptance/market-class.ts'
import type { Measured } from '../acceptance/sample.ts'
import { judgeCurve, judgeRow, type Verdict } from '../acceptance/verdict.ts'
import { measuredText, rangeText } from '../acceptance/verdict-text.ts'
import type { Study } from './study.ts'
import { escapeText } from './svg.ts'

/** Fewer returns than this say nothing of their distribution. */
const LEAST_RETURNS = 30

/** Rows that one run can be judged by, and the distance from the published curve. Of spans of which the run has few, there are none. */
export function reportVerdicts({ observation, measured }: Study): readonly Verdict[] {
  const marketClass = classOf(observation.instrument)
  return [
    ...ACCEPTANCE.filter((row) => isLongEnough(row, measured)).map((row) =>
      judgeRow(row, row.accept[marketClass], [measured]),
    ),
    judgeCurve([measured]),
  ].filter(({ measured: [, middle] }) => !Number.isNaN(middle))
}

function isLongEnough(row: AcceptanceRow, { sessions, days }: Measured): boolean {
  if (row.scope === 'median') return false
  if (row.scope === 'each seed') return true
  const returns = row.statistic === 'kurtosisSession' ? sessions : days
  return returns.length >= LEAST_RETURNS
}

export function acceptanceTable(verdicts: readonly Verdict[]): string {
  const heads = ['Statistic', 'Measured', 'Accepted', 'Published']
  return `<table>
<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>
${verdicts.map(rowHtml).join('\n')}
</tbody>
</table>`
}

function rowHtml(verdict: Verdict): string {
  const { name, measured, accept, holds, published } = verdict
  const figures = published
    .map(
      ({ figure, source, reading }) =>
        `${escapeText(figure)}<span class="source">${escapeText(source)} <span class="reading">${reading}</span></span>`,
    )
    .join('')
  const cells = [
    `<td>${escapeText(name)}</td>`,
    `<td data-of="measured">${measuredText(measured)}${holds ? '' : '<span class="verdict">outside</span>'}</td>`,
    `<td data-of="accepted">${rangeText(accept)}</td>`,
    `<td data-of="published">${figures}</td>`,
  ]
  return `<tr>${cells.join('')}</tr>`
}
