import { branchesOf, teamOf } from '../../organisations/organisations.public.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Db } from '../../../db/connection.ts'

/**
 * All that is shown before somebody declares: whose it is, where, which branches, and who writes. Never content, never
 * who else sits.
 */
export interface About {
  application: ApplicationRecord
  branches: readonly string[]
  team: readonly string[]
}

/** What may be known of a case before declaring. Two queries. */
export async function aboutApplication(db: Db, application: ApplicationRecord): Promise<About> {
  const organisation = { id: application.organisationId }
  const branches = (await branchesOf(db, organisation))
    .filter(({ id }) => application.scope.includes(id))
    .map(({ name }) => name)
  const team = (await teamOf(db, organisation))
    .filter(({ role, isActive }) => role !== 'observer' && isActive)
    .map(({ name }) => name)
  return { application, branches, team: [...new Set(team)] }
}
