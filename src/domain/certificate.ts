// Read aloud, copied by hand, typed on a phone: no letter that looks or sounds like a digit (0 O, 1 I L, 5 S, 2 Z, 8 B, U V).
const alphabet = '34679ACDEFGHJKMNPQRTWXY' // 23 letters: a prime, so that one check letter catches every slip and every swap of neighbours
const length = 9

/**
 * A new certificate code, such as A3C7-KMNP-QR: nine random letters, of which there are more than 10^12, and a check letter.
 * @param bytes at least 32 random bytes; those that would favour a letter are passed over
 */
export function certificateCode(bytes: Uint8Array): string {
  const fair = [...bytes].filter(byte => byte < 253).slice(0, length) // 253 = 11 × 23
  if (fair.length < length) throw new RangeError('too few random bytes for a certificate code')
  const letters = fair.map(byte => alphabet[byte % alphabet.length]).join('')
  return grouped(letters + checkLetter(letters))
}

/** A code as somebody typed it, written as we write it; null when it can be none. Spaces, hyphens and small letters do not matter. */
export function readCertificateCode(typed: string): string | null {
  const letters = typed.toUpperCase().replace(/[\s\-‐‑–]/g, '')
  if (letters.length !== length + 1 || [...letters].some(letter => !alphabet.includes(letter))) return null
  return checkLetter(letters.slice(0, length)) === letters[length] ? grouped(letters) : null
}

/** Weights from 2 upwards, all different and below 23: the sum changes with every wrong letter and with every two letters swapped. */
function checkLetter(letters: string): string {
  const sum = [...letters].reduce((total, letter, place) => total + (place + 2) * alphabet.indexOf(letter), 0)
  return alphabet[(alphabet.length - (sum % alphabet.length)) % alphabet.length]!
}

function grouped(letters: string): string {
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`
}
