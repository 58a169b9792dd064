import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { millisecondsBetween, type Instant } from '../../../domain/time.ts'
import { idFrom, oneLine, reportLimits, type Report } from '../../../email/delivery-report.ts'

/** The most seconds by which a request's timestamp can differ from our clock. */
const windowSeconds = 5 * 60

export interface Signed {
  /** seconds since 1970, as digits */
  timestamp: string
  /** `sha256=` followed by 64 hexadecimal digits */
  signature: string
  body: Uint8Array
}

/**
 * Whether a request was signed with the secret, at a time within `windowSeconds` of `now`. The signature is an
 * HMAC-SHA-256 over the timestamp, a dot and the body.
 */
export function isSigned(secret: string, { timestamp, signature, body }: Signed, now: Instant): boolean {
  const given = /^sha256=([0-9a-f]{64})$/.exec(signature)?.[1]
  if (given === undefined || !/^\d{1,12}$/.test(timestamp)) return false
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest()
  const isRight = timingSafeEqual(Buffer.from(given, 'hex'), expected)
  const age = millisecondsBetween('1970-01-01T00:00:00.000Z' as Instant, now) / 1_000 - Number(timestamp)
  return isRight && Math.abs(age) <= windowSeconds
}

const bounce = z.object({
  messageId: z.string().max(1_000),
  kind: z.enum(['hard', 'soft']),
  reason: z.string().max(5_000).default(''),
})
const bounces = z.object({ bounces: z.array(bounce).max(reportLimits.reports) })

/**
 * Parses the JSON reports of a webhook; null for another format. Leaves out reports whose message id the service cannot
 * have given.
 */
export function reportsOfJson(given: unknown): Report[] | null {
  const read = bounces.safeParse(given)
  if (!read.success) return null
  return read.data.bounces.flatMap(({ messageId, kind, reason }) => {
    const emailId = idFrom(messageId)
    return emailId === null ? [] : [{ emailId, kind, answer: oneLine(reason) }]
  })
}
