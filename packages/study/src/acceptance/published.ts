/**
 * Figures that others have published, with where they stand and how we know them. A figure that was not read in the source's own
 * text says so: it may be wrong in a digit, and no test rests on it alone.
 */

/** How a figure came to us. */
export const READINGS = ['read at the source', 'second-hand', 'from memory', 'ours'] as const
export type Reading = (typeof READINGS)[number]

export interface Figure {
  readonly figure: string
  readonly source: string
  readonly reading: Reading
}

const figure = (text: string, source: string, reading: Reading): Figure => ({ figure: text, source, reading })

const ANDERSEN_BOLLERSLEV = 'Andersen & Bollerslev 1997, J. Emp. Fin. 4:115'
const PMC = 'Rev. Quant. Fin. Acc. 2022, PMC8984083, Table 2'
const CONT = 'Cont 2001, Quant. Fin. 1:223'

/**
 * Autocorrelation of the magnitude of 5-minute returns, DM-$ from October 1992 to September 1993, lags 1 to 10: {@link ANDERSEN_BOLLERSLEV_FIGURE}.
 * Its Ljung-Box statistic of 36,680 over 74,880 returns can be computed back from it.
 */
export const DEUTSCHMARK_ABSOLUTE_RETURNS: readonly number[] = [
  0.309, 0.256, 0.238, 0.214, 0.212, 0.199, 0.204, 0.182, 0.185, 0.182,
]
/** The same paper's figures for returns themselves, S&P 500 futures (footnote 15). */
export const SP500_RETURNS: readonly number[] = [0.009, -0.003, -0.009, 0.01, -0.004, 0.018, 0.009, 0.015, 0.013, 0.008]
const ANDERSEN_BOLLERSLEV_FIGURE: Figure = figure(
  '0.309 0.256 0.238 0.214 0.212 0.199 0.204 0.182 0.185 0.182 (DM-$)',
  `${ANDERSEN_BOLLERSLEV}, footnote 14`,
  'read at the source',
)

/** Rates of limit orders, of cancellations per order that rests, by level, and of market orders of one side, Sky Perfect Communications. */
export const SKY_PERFECT: {
  readonly limits: readonly number[]
  readonly cancellations: readonly number[]
  readonly market: number
  readonly powerLaw: { readonly factor: number; readonly exponent: number }
} = {
  limits: [1.85, 1.51, 1.09, 0.88, 0.77],
  cancellations: [0.71, 0.81, 0.68, 0.56, 0.47],
  market: 0.94,
  powerLaw: { factor: 1.92, exponent: 0.52 },
}
const CST = 'Cont, Stoikov & Talreja 2010, Oper. Res. 58:549, Table 2'

export const PUBLISHED = {
  tails: [
    figure('near 3', 'Gopikrishnan et al. 1998, Eur. Phys. J. B 3:139', 'read at the source'),
    figure('2 to 5 for most series', CONT, 'from memory'),
  ],
  kurtosisMinute: [figure('far above 3', CONT, 'from memory')],
  kurtosisFiveMinutes: [figure('15.95 (S&P futures)', `${CONT}, Table 1`, 'from memory')],
  aggregation: [figure('falls with the horizon', `${CONT}; Takaishi 2017, arXiv 1707.07618`, 'read at the source')],
  kurtosisDay: [figure('4.60 to 5.88 (FX majors), 10.9 (bitcoin)', PMC, 'read at the source')],
  deviationDay: [figure('0.483 % (EUR), 5.13 % (bitcoin)', PMC, 'read at the source')],
  returnMemory: [
    figure('0.018 at most (S&P futures)', `${ANDERSEN_BOLLERSLEV}, footnote 15`, 'read at the source'),
    figure('about −0.04 at lag 1 (DM-$)', `${ANDERSEN_BOLLERSLEV}, Fig. 3a`, 'read at the source'),
  ],
  magnitudeCurve: [ANDERSEN_BOLLERSLEV_FIGURE],
  magnitudeDecay: [figure('0.2 to 0.4', CONT, 'from memory')],
  bounce: [
    figure('below 0', 'Schnaubelt, Rende & Krauss 2019, JRFM 12:25', 'read at the source'),
    figure('−0.5 at most', 'Roll 1984, J. Fin. 39:1127', 'from memory'),
  ],
  midMemory: [figure('about 0', 'our own bound', 'ours')],
  signs: [figure('0.6, 0.36 to 0.77 by stock', 'Lillo & Farmer 2004, SNDE 8(3)', 'read at the source')],
  signsAtTen: [figure('above 0', 'Lillo & Farmer 2004, SNDE 8(3)', 'read at the source')],
  tradesAndVolatility: [
    figure('above 0 in clock time', 'Ratliff-Crain et al. 2025, Quant. Fin. 25:1343', 'read at the source'),
  ],
  branching: [
    figure('0.8 (FX)', 'Lallouache & Challet 2014, arXiv 1406.3967', 'read at the source'),
    figure('0.3 in 1998 to above 0.7 (E-mini)', 'Filimonov & Sornette 2012', 'read at the source'),
  ],
  waits: [figure('above 1 (Poisson: 1)', 'Ivanov et al. 2004, cond-mat/0403662', 'read at the source')],
  leverage: [
    figure('below 0 in shares, about 0 in FX', 'Silva et al. 2020, arXiv 2004.05870', 'read at the source'),
    figure('weak in bitcoin', 'Takaishi 2017, arXiv 1707.07618', 'read at the source'),
  ],
  skewness: [
    figure('−0.07 to 0.02 a day (FX majors), 0.22 (bitcoin)', PMC, 'read at the source'),
    figure('below 0 in shares', CONT, 'from memory'),
  ],
  epps: [figure('rises for minutes', 'Tóth & Kertész 2009, Quant. Fin. 9:793', 'read at the source')],
  largeTick: [figure('one tick nearly always', 'Dayri & Rosenbaum 2012, arXiv 1207.6325', 'from memory')],
  spreadAndVolatility: [figure('above 0.9', 'Wyart et al. 2008, Quant. Fin. 8:41', 'read at the source')],
  reverseJ: [
    figure('a reversed J', 'Ozenbas 2008; Brooks, Hinich & Patterson 2003', 'read at the source'),
    figure('0.23, three hundredths to either side (an even share is 0.15)', 'the season’s own table', 'ours'),
  ],
  bookLimits: [figure('1.85 1.51 1.09 0.88 0.77', CST, 'second-hand')],
  bookCancellations: [figure('0.71 0.81 0.68 0.56 0.47', CST, 'second-hand')],
  bookMarket: [figure('0.94', CST, 'second-hand')],
} as const satisfies Readonly<Record<string, readonly Figure[]>>

/** The published point of the magnitudes' memory at a lag. */
export function magnitudeMemoryAt(lag: number): readonly Figure[] {
  const point = DEUTSCHMARK_ABSOLUTE_RETURNS[lag - 1] ?? NaN
  const { source, reading } = ANDERSEN_BOLLERSLEV_FIGURE
  return [figure(`${point} (DM-$)`, source, reading)]
}
