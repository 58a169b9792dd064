import { createHash, createHmac, randomBytes } from 'node:crypto'
import { newId } from '../src/db/ids.ts'
import { addMinutes, type Instant } from '../src/domain/time.ts'
import { cookieNamed } from '../src/web/signed-cookie.ts'

/** The rows of a sign-in and its session, to insert in benchmarks and tests, and the cookie of that session. */
export function sessionOf(
  personId: string,
  { sessionSecret, baseUrl }: { sessionSecret: string; baseUrl: string },
  at: Instant,
) {
  const [id, secret] = [newId(), randomBytes(24).toString('base64url')]
  const sign = createHmac('sha256', sessionSecret).update(secret).digest('base64').replace(/=+$/, '')
  return {
    signIn: {
      id,
      person_id: personId,
      started_at: at,
      last_seen_at: at,
      ended_at: null,
      end_reason: null,
      browser: null,
    },
    session: {
      id_hash: createHash('sha256').update(secret).digest('hex'),
      data: id,
      saved_at: at,
      expires_at: addMinutes(at, 12 * 60),
    },
    cookie: { name: cookieNamed(baseUrl, 'sanctuary'), value: encodeURIComponent(`s:${secret}.${sign}`) },
  }
}
