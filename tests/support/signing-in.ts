import { sessionOf } from '../../scripts/session-cookie.ts'
import type { Person } from './person.ts'
import type { Service } from './service.ts'

/** Signs in by inserting rows, because checking a password is slow. The password counts as just entered. */
export async function signIn(
  { database, parts, clock }: Pick<Service, 'database' | 'parts' | 'clock'>,
  person: Pick<Person, 'cookies'>,
  id: string,
): Promise<void> {
  const { signIn: row, session, cookie } = sessionOf(id, parts.config, clock.now())
  await database.writer('sign_ins').insert({ ...row, confirmed_at: clock.now() })
  await database.writer('sessions').insert(session)
  person.cookies.set(cookie.name, cookie.value)
}
