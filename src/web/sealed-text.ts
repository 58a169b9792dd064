import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * A text in an address that only we can write: readable by anybody, so nothing secret in it. It needs no row and does
 * not run out.
 */
export function signText(secret: string, purpose: string, text: string): string {
  return `${Buffer.from(text).toString('base64url')}.${signatureOf(secret, purpose, text)}`
}

/** The text, or null for what we did not seal for this purpose. */
export function openText(secret: string, purpose: string, sealed: string): string | null {
  const parts = /^([A-Za-z0-9_-]{1,400})\.([A-Za-z0-9_-]{43})$/.exec(sealed)
  if (!parts) return null
  const text = Buffer.from(parts[1]!, 'base64url').toString()
  return timingSafeEqual(Buffer.from(parts[2]!), Buffer.from(signatureOf(secret, purpose, text))) ? text : null
}

const signatureOf = (secret: string, purpose: string, text: string): string =>
  createHmac('sha256', secret).update(`${purpose}\n${text}`).digest('base64url')
