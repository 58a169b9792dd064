import { expect } from '@jest/globals'
import { join } from 'node:path'
import { openDatabase } from '../../src/db/connection.ts'
import { migrateToLatest } from '../../src/db/migrate.ts'
import { systemClock } from '../../src/domain/time.ts'
import { startChild, type Child } from './child.ts'
import { anOrganisation, aPersonWho } from './factories.ts'
import { aPerson, type Person } from './person.ts'

// A library and its lead, for a service in a separate process.

export const password = 'open the library door'
const email = 'lead@library.example'
export const startSite = (folder: string, under: readonly string[] = []): Promise<Child> =>
  startChild('tests/support/processes/site.ts', [folder], under)
export const cookieOf = ({ cookies }: Person): string =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')

/**
 * Creates the database for a service that has not started yet, with a library and its lead.
 * @returns the library's id
 */
export async function aLibraryWithALead(folder: string): Promise<string> {
  const database = openDatabase(join(folder, 'sanctuary.sqlite'))
  await migrateToLatest(database)
  const at = systemClock.now() // the service in the other process uses the machine's clock
  const organisation = await anOrganisation({ database }, { name: 'Fellside', branches: [], place: 'Fellside', at })
  await aPersonWho({ database }, { name: 'Lead', email, member: [[organisation, 'lead']], at })
  await database.close()
  return organisation.id
}

export async function theLead(child: Child): Promise<Person> {
  const lead = aPerson(child.url)
  await lead.open('/sign-in?next=/account')
  await lead.press('Sign in', { email, password })
  expect(lead.address).toBe('/account')
  return lead
}
