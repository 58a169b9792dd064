import { createHmac } from 'node:crypto'
import type { Config } from '../config.ts'
import { dayOf, type Instant } from '../domain/time.ts'
import { networkOf } from './limits.ts'

/**
 * A keyed hash of the network of a request, for the log. It is different every day, so it does not connect the requests
 * of different days.
 */
export const networkInLog = (
  { sessionSecret }: Pick<Config, 'sessionSecret'>,
  ip: string | undefined,
  at: Instant,
): string =>
  createHmac('sha256', sessionSecret)
    .update(`log\n${dayOf(at)}\n${networkOf(ip)}`)
    .digest('base64url')
    .slice(0, 12)
