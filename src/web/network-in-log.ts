import { createHmac } from 'node:crypto'
import type { Config } from '../config.ts'
import { dayOf, type Instant } from '../domain/time.ts'
import { networkOf } from './limits.ts'

/** A keyed hash of the network of a request. It changes every day. */
export const networkInLog = (
  { sessionSecret }: Pick<Config, 'sessionSecret'>,
  ip: string | undefined,
  at: Instant,
): string =>
  createHmac('sha256', sessionSecret)
    .update(`log\n${dayOf(at)}\n${networkOf(ip)}`)
    .digest('base64url')
    .slice(0, 12)
