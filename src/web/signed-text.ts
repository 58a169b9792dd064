import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Signs text for use in an address. Anyone can read the text, so it must contain no secret. The signature does not
 * expire.
 */
export function signText(secret: string, purpose: string, text: string): string {
  return `${Buffer.from(text).toString('base64url')}.${signatureOf(secret, purpose, text)}`
}

/**
 * @param most the maximum length of the text in base64, without the signature
 * @returns the text; null when it is too long, or the service did not sign it for this purpose
 */
export function readSignedText(secret: string, purpose: string, signed: string, most = 400): string | null {
  const parts = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{43})$/.exec(signed)
  if (!parts || parts[1]!.length > most) return null
  const text = Buffer.from(parts[1]!, 'base64url').toString()
  return timingSafeEqual(Buffer.from(parts[2]!), Buffer.from(signatureOf(secret, purpose, text))) ? text : null
}

const signatureOf = (secret: string, purpose: string, text: string): string =>
  createHmac('sha256', secret).update(`${purpose}\n${text}`).digest('base64url')
