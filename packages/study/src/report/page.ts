/** The report as one HTML page, which needs nothing besides itself. */

import { pictureHtml, type Picture } from './picture.ts'
import { STYLE } from './style.ts'
import { escapeText } from './svg.ts'

export interface ReportPage {
  readonly title: string
  readonly under: string
  readonly abstract: string
  /** Name and value. */
  readonly figures: readonly (readonly [string, string])[]
  readonly sections: readonly { readonly title: string; readonly pictures: readonly Picture[] }[]
  readonly table: { readonly title: string; readonly html: string; readonly notes: readonly string[] }
}

export function pageHtml({ title, under, abstract, figures, sections, table }: ReportPage): string {
  let number = 0
  const sectionHtml = sections.map(
    (section) => `<h2>${escapeText(section.title)}</h2>
<div class="pictures">
${section.pictures.map((picture) => pictureHtml(picture, ++number)).join('\n')}
</div>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeText(title)}</h1>
<p class="under">${escapeText(under)}</p>
<p class="abstract">${escapeText(abstract)}</p>
<dl>
${figures.map(([name, value]) => `<div><dt>${escapeText(name)}</dt><dd>${escapeText(value)}</dd></div>`).join('\n')}
</dl>
${sectionHtml.join('\n')}
<h2>${escapeText(table.title)}</h2>
${table.html}
${table.notes.map((note) => `<p class="notes">${escapeText(note)}</p>`).join('\n')}
</main>
</body>
</html>
`
}
