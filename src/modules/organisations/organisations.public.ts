// What the other modules and the composition root may use of `organisations`.
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { branchRoutes } from './branches/branch.routes.ts'
import { closingRoutes } from './closing/closing.routes.ts'
import { noteRoutes } from './notes/note.routes.ts'
import { organisationRoutes } from './organisations/organisation.routes.ts'
import { readersRoutes } from './readers/readers.routes.ts'
import { teamRoutes } from './team/team.routes.ts'

export {
  type Branch,
  branchesIn,
  branchesOf,
  branchesTaken,
  branchesTakenBeside,
  branchesTakenBesideAward,
  lockOrganisation,
  openOn,
} from './branches/branch.store.ts'
export { branchesInScope, branchesRow } from './branches/branch.pages.ts'
export { home } from './organisations/organisation.pages.ts'
export {
  type OrganisationLine,
  findOrganisation,
  nameKey,
  organisationFor,
  organisationLines,
  organisationOf,
} from './organisations/organisation.store.ts'
export { countNotes } from './notes/note.store.ts'
export { requireReaders } from './readers/readers.actions.ts'
export { type TeamMember, teamOf } from './team/team.store.ts'
export { organisationsTables } from './organisations.tables.ts'

export const routes = (parts: Parts): Route[] => [
  ...organisationRoutes(parts),
  ...closingRoutes(parts),
  ...noteRoutes(parts),
  ...branchRoutes(parts),
  ...teamRoutes(parts),
  ...readersRoutes(parts),
]
