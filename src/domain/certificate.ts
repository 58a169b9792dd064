// The alphabet leaves out characters that look alike (0 O, 1 I L, 5 S, 2 Z, 8 B, U V).
// Its length, 23, is prime, so one check character detects every single wrong character and every swap of two.
const alphabet = '34679ACDEFGHJKMNPQRTWXY'
const length = 9

/**
 * A new certificate code, such as A3C7-KMNP-QR: nine random characters and a check character.
 * @param bytes at least 32 random bytes; values from 253 are skipped, so that each character is equally likely
 * @throws RangeError when fewer than nine of the bytes are below 253
 */
export function certificateCode(bytes: Uint8Array): string {
  const fair = [...bytes].filter(byte => byte < 253).slice(0, length) // 253 = 11 × 23
  if (fair.length < length) throw new RangeError('too few random bytes for a certificate code')
  const characters = fair.map(byte => alphabet[byte % alphabet.length]).join('')
  return grouped(characters + checkCharacter(characters))
}

/**
 * Converts a typed code to the format of certificate codes, ignoring spaces, hyphens and case; null when its length, a
 * character or the check character is wrong.
 */
export function readCertificateCode(typed: string): string | null {
  const characters = typed.toUpperCase().replace(/[\s\-‐‑–]/g, '')
  if (characters.length !== length + 1 || [...characters].some(character => !alphabet.includes(character))) return null
  return checkCharacter(characters.slice(0, length)) === characters[length] ? grouped(characters) : null
}

/**
 * The check character. The weights, from 2 upwards, all differ and are below 23, so that a wrong or swapped character
 * changes the sum modulo 23.
 */
function checkCharacter(characters: string): string {
  const sum = [...characters].reduce((total, character, place) => total + (place + 2) * alphabet.indexOf(character), 0)
  return alphabet[(alphabet.length - (sum % alphabet.length)) % alphabet.length]!
}

function grouped(characters: string): string {
  return `${characters.slice(0, 4)}-${characters.slice(4, 8)}-${characters.slice(8)}`
}
