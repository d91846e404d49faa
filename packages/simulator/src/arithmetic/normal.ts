/** Standard normal quantiles by algorithm AS 241, PPND16 (Wichura 1988, Applied Statistics 37:477): one uniform, no rejection. */

import { dln } from './elementary.ts'

/** The z below which a standard normal variable lies with probability p, 0 < p < 1; accurate to about 1e-15. */
export function normalQuantile(p: number): number {
  const q = p - 0.5
  if (q >= -0.425 && q <= 0.425) {
    const r = 0.180625 - q * q
    return (q * centreNumerator(r)) / centreDenominator(r)
  }
  const tail = Math.sqrt(-dln(q < 0 ? p : 1 - p))
  const r = tail <= 5 ? tail - 1.6 : tail - 5
  const z = tail <= 5 ? middleNumerator(r) / middleDenominator(r) : farNumerator(r) / farDenominator(r)
  return q < 0 ? -z : z
}

function centreNumerator(r: number): number {
  let sum = 2509.0809287301227
  sum = sum * r + 33430.57558358813
  sum = sum * r + 67265.7709270087
  sum = sum * r + 45921.95393154987
  sum = sum * r + 13731.69376550946
  sum = sum * r + 1971.5909503065513
  sum = sum * r + 133.14166789178438
  return sum * r + 3.3871328727963665
}

function centreDenominator(r: number): number {
  let sum = 5226.495278852854
  sum = sum * r + 28729.085735721943
  sum = sum * r + 39307.89580009271
  sum = sum * r + 21213.794301586597
  sum = sum * r + 5394.196021424751
  sum = sum * r + 687.1870074920579
  sum = sum * r + 42.31333070160091
  return sum * r + 1
}

function middleNumerator(r: number): number {
  let sum = 0.0007745450142783414
  sum = sum * r + 0.022723844989269184
  sum = sum * r + 0.2417807251774506
  sum = sum * r + 1.2704582524523684
  sum = sum * r + 3.6478483247632045
  sum = sum * r + 5.769497221460691
  sum = sum * r + 4.630337846156546
  return sum * r + 1.4234371107496835
}

function middleDenominator(r: number): number {
  let sum = 1.0507500716444169e-9
  sum = sum * r + 0.0005475938084995345
  sum = sum * r + 0.015198666563616457
  sum = sum * r + 0.14810397642748008
  sum = sum * r + 0.6897673349851
  sum = sum * r + 1.6763848301838038
  sum = sum * r + 2.053191626637759
  return sum * r + 1
}

function farNumerator(r: number): number {
  let sum = 2.0103343992922881e-7
  sum = sum * r + 2.7115555687434876e-5
  sum = sum * r + 0.0012426609473880784
  sum = sum * r + 0.026532189526576124
  sum = sum * r + 0.29656057182850487
  sum = sum * r + 1.7848265399172913
  sum = sum * r + 5.463784911164114
  return sum * r + 6.657904643501103
}

function farDenominator(r: number): number {
  let sum = 2.0442631033899397e-15
  sum = sum * r + 1.421511758316446e-7
  sum = sum * r + 1.8463183175100548e-5
  sum = sum * r + 0.0007868691311456133
  sum = sum * r + 0.014875361290850615
  sum = sum * r + 0.1369298809227358
  sum = sum * r + 0.599832206555888
  return sum * r + 1
}
