// Read aloud, copied by hand, typed on a phone: no letter that looks or sounds like a digit (0 O, 1 I L, 5 S, 2 Z, 8 B,
// U V).
// 23 letters: a prime, so that one check letter catches every slip and every swap of neighbours
const alphabet = '34679ACDEFGHJKMNPQRTWXY'
const length = 9

/**
 * A new certificate code, such as A3C7-KMNP-QR: nine random letters, of which there are more than 10^12, and a check
 * letter.
 * @param bytes at least 32 random bytes; those that would favour a letter are passed over
 */
export function certificateCode(bytes: Uint8Array): string {
  const fair = [...bytes].filter(byte => byte < 253).slice(0, length) // 253 = 11 × 23
  if (fair.length < length) throw new RangeError('too few random bytes for a certificate code')
  const characters = fair.map(byte => alphabet[byte % alphabet.length]).join('')
  return grouped(characters + checkCharacter(characters))
}

/**
 * A code as somebody typed it, written as we write it; null when it can be none. Spaces, hyphens and small letters do
 * not matter.
 */
export function readCertificateCode(typed: string): string | null {
  const characters = typed.toUpperCase().replace(/[\s\-‐‑–]/g, '')
  if (characters.length !== length + 1 || [...characters].some(character => !alphabet.includes(character))) return null
  return checkCharacter(characters.slice(0, length)) === characters[length] ? grouped(characters) : null
}

/**
 * Weights from 2 upwards, all different and below 23: the sum changes with every wrong letter and with every two
 * letters swapped.
 */
function checkCharacter(characters: string): string {
  const sum = [...characters].reduce((total, character, place) => total + (place + 2) * alphabet.indexOf(character), 0)
  return alphabet[(alphabet.length - (sum % alphabet.length)) % alphabet.length]!
}

function grouped(characters: string): string {
  return `${characters.slice(0, 4)}-${characters.slice(4, 8)}-${characters.slice(8)}`
}
