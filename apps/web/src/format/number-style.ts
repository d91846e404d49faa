/** How the reader's numbers are written: what groups their digits, and what stands before decimals and percent. */

export interface NumberStyle {
  readonly group: string
  readonly decimal: string
  /** After a number: `%`, or with a space before it. */
  readonly percent: string
  /** Digits of each group but the last, which has three. */
  readonly groupSize: 2 | 3
}

/** That of a locale, as the browser knows it; always with the digits 0 to 9. */
export function numberStyleOf(locale: string): NumberStyle {
  const format = new Intl.NumberFormat(locale, { numberingSystem: 'latn', useGrouping: 'always' })
  const parts = format.formatToParts(12_345_678.5)
  const valueOf = (type: string): string => parts.find((part) => part.type === type)?.value ?? ''
  const percent = new Intl.NumberFormat(locale, { style: 'percent', numberingSystem: 'latn' }).formatToParts(1)
  return {
    group: plainSpace(valueOf('group')),
    decimal: valueOf('decimal'),
    percent: plainSpace(
      percent
        .slice(1)
        .map(({ value }) => value)
        .join(''),
    ),
    groupSize: parts.filter(({ type }) => type === 'integer')[1]?.value.length === 2 ? 2 : 3,
  }
}

/** The page's letters have one space that does not break. */
function plainSpace(text: string): string {
  return text.replaceAll(/\s/g, '\u00a0')
}
