/**
 * The kinds of bounce. `hard`: the address does not work. `soft`: this email did not arrive for another reason, such as
 * a full mailbox.
 */
export type BounceKind = 'hard' | 'soft'

/** A status code of a delivery report (RFC 3463): class, subject and detail. */
const statusCode = /^([245])\.(\d{1,3})\.(\d{1,3})$/

/**
 * Permanent failures that say nothing about the address: a full mailbox, an email that is too large, a fault of the
 * receiving system, or its security policy.
 */
const notTheAddress = [/^5\.2\.[234]$/, /^5\.3\./, /^5\.7\./]

/**
 * The kind of bounce that a delivery report gives for one recipient.
 * @param action the report's Action field (RFC 3464)
 * @param status the report's Status field
 * @returns null when delivery did not fail: for example, the email arrived or is only delayed
 */
export function bounceKind(action: string, status: string): BounceKind | null {
  if (action.trim().toLowerCase() !== 'failed') return null
  const code = statusCode.exec(status.trim().split(/\s/)[0] ?? '')
  if (code?.[1] === '2') return null
  if (code?.[1] !== '5') return 'soft'
  return notTheAddress.some(pattern => pattern.test(code[0])) ? 'soft' : 'hard'
}
