/**
 * Whether a report says that an address does not work, or that one email did not arrive for another reason, such as a
 * full mailbox.
 */
export type BounceKind = 'hard' | 'soft'

/** A status code of a delivery report (RFC 3463): class, subject and detail. */
const statusCode = /^([245])\.(\d{1,3})\.(\d{1,3})$/

/**
 * Permanent failures that are not about the address: a mailbox that is full or gets too large an email, the system
 * behind it, and its security or policy.
 */
const notTheAddress = [/^5\.2\.[234]$/, /^5\.3\./, /^5\.7\./]

/**
 * What a delivery report says about one recipient.
 * @param action and status: the fields of the report (RFC 3464)
 * @returns null when the email was delivered, or is only late
 */
export function bounceKind(action: string, status: string): BounceKind | null {
  if (action.trim().toLowerCase() !== 'failed') return null
  const code = statusCode.exec(status.trim().split(/\s/)[0] ?? '')
  if (code?.[1] === '2') return null
  if (code?.[1] !== '5') return 'soft'
  return notTheAddress.some(pattern => pattern.test(code[0])) ? 'soft' : 'hard'
}
