import { expect } from '@jest/globals'
import { join } from 'node:path'
import { openDatabase } from '../../src/db/connection.ts'
import { newId } from '../../src/db/ids.ts'
import { migrateToLatest } from '../../src/db/migrate.ts'
import { systemClock } from '../../src/domain/time.ts'
import { hashPassword } from '../../src/web/passwords.ts'
import { startChild, type Child } from './child.ts'
import { aPerson, type Person } from './person.ts'

// A library and its lead, for a service in a separate process.

export const password = 'open the library door'
export const startSite = (folder: string, under: readonly string[] = []): Promise<Child> =>
  startChild('tests/support/processes/site.ts', [folder], under)
export const cookieOf = ({ cookies }: Person): string =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')

/**
 * Writes the rows before the service starts.
 * @returns the library's id
 */
export async function aLibraryWithALead(folder: string): Promise<string> {
  const database = openDatabase(join(folder, 'sanctuary.sqlite'))
  await migrateToLatest(database)
  const [id, person, at] = [newId(), newId(), systemClock.now()]
  const email = 'lead@library.example'
  const password_hash = await hashPassword(password)
  await database.transaction(async trx => {
    await trx('organisations').insert({
      id,
      name: 'Fellside',
      name_key: 'fellside',
      kind: 'library',
      place: 'Fellside',
      role_mailbox: null,
      language: 'en',
      sign_off_wanted: 0,
      created_at: at,
      emails_started_at: at,
      version: 1,
    })
    await trx('people').insert({
      id: person,
      name: 'Lead',
      email,
      email_key: email,
      name_key: 'lead',
      password_hash,
      language: 'en',
      status: 'active',
      created_at: at,
      version: 1,
    })
    await trx('memberships').insert({
      id: newId(),
      person_id: person,
      organisation_id: id,
      role: 'lead',
      started_at: at,
      readers_confirmed_at: at,
      ended_at: null,
    })
  })
  await database.close()
  return id
}

export async function theLead(child: Child): Promise<Person> {
  const lead = aPerson(child.url)
  await lead.open('/sign-in?next=/account')
  await lead.press('Sign in', { email: 'lead@library.example', password })
  expect(lead.address).toBe('/account')
  return lead
}
